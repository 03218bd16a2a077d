using Microsoft.Win32.SafeHandles;

namespace Understudy.Native.LibC;

/// <summary>
/// A second descriptor of a socket that another library owns. It can be shut down from any thread without the danger
/// that the owner closed the socket and its number now means another file.
/// </summary>
internal sealed class SocketDuplicate : SafeHandleMinusOneIsInvalid
{
    public SocketDuplicate()
        : base(ownsHandle: true)
    {
    }

    /// <summary>
    /// Keeps a descriptor from programs that this one starts. The client library does not, and a child that outlives
    /// this program
    /// would keep the connection open, and with it every lock that the server drops when its holder is gone.
    /// </summary>
    internal static void KeepFromChildren(int descriptor) => _ = LibC.fcntl(descriptor, LibC.F_SETFD, LibC.FD_CLOEXEC);

    /// <summary>Duplicates a descriptor; null when that is not possible.</summary>
    internal static SocketDuplicate? TryCreate(int descriptor)
    {
        var duplicate = LibC.fcntl(descriptor, LibC.F_DUPFD_CLOEXEC, 0);
        if (duplicate < 0)
        {
            return null;
        }

        var socket = new SocketDuplicate();
        socket.SetHandle(duplicate);
        return socket;
    }

    /// <summary>Ends both directions; whoever waits on the socket wakes up.</summary>
    internal void ShutDown() => _ = LibC.shutdown(this, LibC.SHUT_RDWR);

    protected override bool ReleaseHandle() => LibC.close((int)handle) == 0;
}
