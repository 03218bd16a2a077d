using System.Runtime.InteropServices;

namespace Understudy.Native.LibMariaDb;

/// <summary>Owns a stored <c>MYSQL_RES</c>. A stored result does not depend on its connection.</summary>
internal sealed class MySqlResultHandle : SafeHandle
{
    public MySqlResultHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        MariaDbImports.mysql_free_result(handle);
        return true;
    }
}
