namespace Understudy.Testing;

/// <content>What is not a table: databases, views, triggers, sequences, routines, accounts.</content>
internal sealed partial class DdlStorm
{
    private void ReplaceDatabase()
    {
        var database = Pick(_databases);
        Execute($"DROP DATABASE {SqlName.Quote(database)}");
        _tables.RemoveAll(t => t.Database == database);
        if (Chance(0.5))
        {
            Execute($"CREATE DATABASE {SqlName.Quote(database)} CHARACTER SET latin1");
        }
        else
        {
            _databases.Remove(database);
            AddDatabase();
        }

        Create();
    }

    private void ReplaceView()
    {
        var name = SqlName.Quote(_databases[0], $"view{Random.Next(3)}");
        Execute($"CREATE OR REPLACE VIEW {name} AS SELECT {_next++} AS n");
        if (Chance(0.4))
        {
            Execute($"DROP VIEW {name}");
        }
    }

    private void ReplaceTrigger()
    {
        var table = new StormTable { Database = _databases[0], Name = NewName(), Engine = Pick(PartitionEngines) };
        Execute($"CREATE TABLE {table.Quoted} {Columns(table.Engine)} ENGINE={table.Engine}");
        var trigger = SqlName.Quote(table.Database, $"tr{_next++}");
        Execute($"CREATE TRIGGER {trigger} BEFORE INSERT ON {table.Quoted} FOR EACH ROW SET NEW.k = NEW.k + 1");
        InsertInto(table, 10);
        var name = NewName();
        Execute($"RENAME TABLE {table.Quoted} TO {SqlName.Quote(table.Database, name)}");
        table.Name = name;
        InsertInto(table, 10);
        if (Chance(0.7))
        {
            Execute($"DROP TRIGGER {trigger}");
        }

        Execute(Chance(0.7) ? $"DROP TABLE {table.Quoted}" : $"TRUNCATE TABLE {table.Quoted}");
    }

    private void ReplaceSequence()
    {
        var name = SqlName.Quote(_databases[0], $"seq{Random.Next(3)}");
        Execute($"CREATE OR REPLACE SEQUENCE {name} START WITH {1 + Random.Next(100)} ENGINE={Pick(["InnoDB", "Aria", "MyISAM"])}");
        Execute($"SELECT NEXTVAL({name})");
        if (Chance(0.4))
        {
            Execute($"DROP SEQUENCE {name}");
        }
    }

    private void ReplaceRoutine()
    {
        var name = SqlName.Quote(_databases[0], $"p{Random.Next(3)}");
        Execute($"CREATE OR REPLACE PROCEDURE {name}() SELECT {_next++}");
    }

    private void ChangeAccount()
    {
        var account = $"'storm{_number}_{Random.Next(3)}'@'localhost'";
        Execute($"CREATE OR REPLACE USER {account} IDENTIFIED BY 'secret{_next++}'");
        Execute($"GRANT SELECT, INSERT ON {SqlName.Quote(Pick(_databases))}.* TO {account}");
        if (Chance(0.3))
        {
            Execute($"DROP USER {account}");
        }
    }
}
