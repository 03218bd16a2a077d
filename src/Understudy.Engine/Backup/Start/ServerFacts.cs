using Understudy.Engine.Backup.Sources;
using Understudy.Server;

namespace Understudy.Engine.Backup.Start;

/// <summary>What is known of the server before the backup begins.</summary>
internal sealed record ServerFacts(ServerVariables Variables, ServerPlugins Plugins, ServerLayout Layout);
