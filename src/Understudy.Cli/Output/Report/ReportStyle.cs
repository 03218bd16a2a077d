namespace Understudy.Cli.Output.Report;

/// <summary>How the report looks: in light and dark, on a screen and on paper, without anything from the network.</summary>
internal static class ReportStyle
{
    internal const string Css = """
        :root { color-scheme: light dark; --back: #ffffff; --text: #1d2329; --dim: #5d6873; --line: #d8dee4; --card: #f6f8fa;
          --free: #8fb3d9; --flush: #e3b341; --ddl: #e07b39; --commit: #c93c37; --wait: #b9c2cc; --curve: #2f6fb2; --lag: #b35900; --bad: #b3261e; --good: #1a7f37; }
        @media (prefers-color-scheme: dark) { :root { --back: #12161b; --text: #e3e8ee; --dim: #9aa6b2; --line: #303841; --card: #1a2027;
          --free: #4d78a8; --flush: #b98a1b; --ddl: #c4652a; --commit: #d9534e; --wait: #47525e; --curve: #6aa8e8; --lag: #e39b4f; --bad: #ff8a80; --good: #57c274; } }
        @media print { :root { --back: #ffffff; --text: #000000; --dim: #444444; --line: #bbbbbb; --card: #ffffff; }
          section { break-inside: avoid; } body { max-width: none; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem; max-width: 66rem; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 0 0 .6rem; }
        p { margin: .3rem 0; } .dim { color: var(--dim); } .bad { color: var(--bad); } .good { color: var(--good); }
        section { margin: 1.2rem 0; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; margin: 0; } dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; }
        table { border-collapse: collapse; width: 100%; } th { text-align: left; color: var(--dim); font-weight: 500; }
        th, td { padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
        svg { display: block; width: 100%; height: auto; } svg text { fill: var(--text); font: 12px system-ui, sans-serif; } svg .dim { fill: var(--dim); }
        .axis { stroke: var(--line); stroke-width: 1; } .free { fill: var(--free); } .flush { fill: var(--flush); } .ddl { fill: var(--ddl); } .commit { fill: var(--commit); } .wait { fill: var(--wait); }
        .curve { fill: none; stroke: var(--curve); stroke-width: 1.5; } .area { fill: var(--curve); opacity: .15; } .lag { fill: none; stroke: var(--lag); stroke-width: 1.5; } .lagarea { fill: var(--lag); opacity: .15; }
        code { font-family: ui-monospace, monospace; font-size: .92em; overflow-wrap: anywhere; }
        """;
}
