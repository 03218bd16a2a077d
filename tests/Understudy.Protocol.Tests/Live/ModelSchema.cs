using Understudy.Protocol.Tests.Histories;
using Understudy.Server;

namespace Understudy.Protocol.Tests.Live;

/// <summary>The tables and accounts of histories and scripts.</summary>
internal static class ModelSchema
{
    internal static void Make(ServerSession session)
    {
        session.Execute("CREATE DATABASE IF NOT EXISTS d");
        foreach (var (name, options) in new[]
        {
            ("innodb", "ENGINE=InnoDB"), ("aria", "ENGINE=Aria TRANSACTIONAL=1"),
            ("ariaplain", "ENGINE=Aria TRANSACTIONAL=0"), ("myisam", "ENGINE=MyISAM"),
        })
        {
            session.Execute($"CREATE OR REPLACE TABLE d.{name} (a INT) {options}");
            session.Execute($"INSERT INTO d.{name} VALUES (0)");
        }

        session.Execute("CREATE OR REPLACE USER grantee@localhost");
        foreach (var account in History.AccountsByName.Values.Where(account => !account.IsAdministrator))
        {
            var user = $"{account.Name}@localhost";
            session.Execute($"CREATE OR REPLACE USER {user}");
            session.Execute($"GRANT SELECT, INSERT, CREATE, DROP, ALTER, CREATE VIEW, CREATE TEMPORARY TABLES ON d.* TO {user}");
            if (account.HasReload)
            {
                session.Execute($"GRANT RELOAD ON *.* TO {user}");
            }

            if (account.HasLockTables)
            {
                session.Execute($"GRANT LOCK TABLES ON d.* TO {user}");
            }
        }

        session.Execute("INSTALL SONAME 'metadata_lock_info'");

        session.Execute("INSTALL SONAME 'metadata_lock_info'");
    }
}
