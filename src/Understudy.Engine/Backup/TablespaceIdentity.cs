using Understudy.Engine.Backup.Copiers;
using Understudy.Formats;

namespace Understudy.Engine.Backup;

/// <summary>What makes a copied tablespace file the one that the server has now.</summary>
/// <param name="Space">The id in its first page; null when that page had not been written yet.</param>
/// <param name="Sample">LSNs of some pages, read before any page was copied.</param>
internal sealed record TablespaceIdentity(SpaceId? Space, PageLsnSample Sample);
