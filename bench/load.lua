-- A write load of a fixed rate for sysbench: each thread updates one row by its key every --interval milliseconds, and writes a
-- line per statement: when it was due, when it was sent, and when it was done, in nanoseconds of the monotonic clock.
-- A statement that waits makes the next ones late: what a user feels is counted from when it was due.
local ffi = require("ffi")
ffi.cdef[[
typedef struct { long seconds; long nanoseconds; } us_time;
int clock_gettime(int clock, us_time *time);
int usleep(unsigned microseconds);
]]

sysbench.cmdline.options = {
  table = {"the table to write to", "mid1"},
  rows = {"its rows, with keys from 1 on", 1000},
  interval = {"milliseconds between the statements of a thread", 20},
  log = {"where the lines go; the number of the thread is appended", "load"},
}

local time = ffi.new("us_time")

local function now()
  ffi.C.clock_gettime(1, time) -- CLOCK_MONOTONIC
  return tonumber(time.seconds) * 1e9 + tonumber(time.nanoseconds)
end

function thread_init()
  connection = sysbench.sql.driver():connect()
  connection:query("SET SESSION sql_log_off = 1")
  lines = assert(io.open(sysbench.opt.log .. "." .. sysbench.tid, "w"))
  lines:setvbuf("line")
  due = now()
end

function event()
  local early = due - now()
  if early > 0 then
    ffi.C.usleep(early / 1000)
  end
  local sent = now()
  local id = sysbench.rand.uniform(1, sysbench.opt.rows)
  connection:query("UPDATE " .. sysbench.opt.table .. " SET k = k + 1, c = MD5(" .. sent .. ") WHERE id = " .. id)
  lines:write(string.format("%.0f %.0f %.0f\n", due, sent, now()))
  due = due + sysbench.opt.interval * 1e6
end

function thread_done()
  connection:disconnect()
end
