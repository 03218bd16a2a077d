using System.Runtime.InteropServices;

namespace Understudy.Native.LibMariaDb;

/// <summary>Owns a <c>MYSQL</c>.</summary>
internal sealed class MySqlHandle : SafeHandle
{
    public MySqlHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        MariaDbImports.mysql_close(handle);
        return true;
    }
}
