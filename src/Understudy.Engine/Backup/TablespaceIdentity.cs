using Understudy.Formats;

namespace Understudy.Engine.Backup;

/// <summary>What makes a copied tablespace file the one that the server has now.</summary>
/// <param name="Space">The id in its first page; null when that page had not been written yet.</param>
/// <param name="HasUnloggedPages">
/// Some pages carry LSN 0: they came by IMPORT TABLESPACE and are not in the redo log. If the import could still have been running
/// while the file was copied, the copy is only good as long as the file does not change.
/// </param>
internal sealed record TablespaceIdentity(SpaceId? Space, bool HasUnloggedPages);
