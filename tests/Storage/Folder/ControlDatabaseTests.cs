using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Vault;
using Microsoft.Data.Sqlite;

namespace GridActors.Tests.Storage.Folder;

/// <summary>The control table in a file of the data folder.</summary>
public sealed class SqliteControlTests : ControlSuite
{
    protected override Task<IControlTable> Open() => Task.FromResult<IControlTable>(ControlDatabase.Open(Trial.Data, TimeProvider.System));

    protected override Task Close(IControlTable open)
    {
        open.Dispose();
        return Task.CompletedTask;
    }
}

/// <summary>That file itself: its format, its mode, and looking into it beside a service.</summary>
public sealed class ControlDatabaseTests : IDisposable
{
    private const ulong Seed = 7;

    private readonly TrialFolder trial = new();
    private readonly KeyFile keys;
    private ControlDatabase control;

    public ControlDatabaseTests()
    {
        control = ControlDatabase.Open(trial.Data, TimeProvider.System);
        keys = KeyFile.Open(trial.Data, control.HasSecrets, TimeProvider.System);
    }

    [Fact]
    public void A_folder_of_a_newer_format_is_refused_unchanged_with_advice()
    {
        control.Dispose();
        Sql("PRAGMA user_version = 99");
        var refused = Assert.Throws<FolderRefusedException>(() => ControlDatabase.Open(trial.Data, TimeProvider.System));
        Assert.Contains("format 99", refused.Message);
        Assert.Contains("--data", refused.Message);
        Sql("PRAGMA user_version = 1");
        Reopen();
    }

    [Fact]
    public void An_empty_folder_of_an_older_format_is_migrated()
    {
        control.Dispose();
        File.Delete(trial.Data.Control);
        Reopen();
        Assert.Empty(control.Instances());
    }

    [Fact]
    public void A_command_can_look_beside_a_running_service_and_after_it_and_change_nothing()
    {
        control.FindOrCreate("demo", RealmKind.Demo, Seed, keys);
        using (var beside = ControlDatabase.OpenReadOnly(trial.Data))
        {
            Assert.Equal("demo-0001", beside.Find("demo")!.Instance);
            Assert.Throws<SqliteException>(() => beside.SetRegistryHash("demo-0001", "x"));
            control.SetRegistryHash("demo-0001", "abc");
            Assert.Equal("abc", beside.Find("demo")!.RegistryHash);
        }
        control.Dispose();
        using (var after = ControlDatabase.OpenReadOnly(trial.Data)) Assert.Equal("abc", after.Find("demo")!.RegistryHash);
        Reopen();
    }

    [Fact]
    public void Looking_into_a_folder_without_a_district_makes_none()
    {
        using TrialFolder empty = new();
        Assert.Contains("--data", Assert.Throws<FolderRefusedException>(() => ControlDatabase.OpenReadOnly(empty.Data)).Message);
        Assert.False(File.Exists(empty.Data.Control));
        Sql("PRAGMA user_version = 99");
        Assert.Throws<FolderRefusedException>(() => ControlDatabase.OpenReadOnly(trial.Data));
        Sql("PRAGMA user_version = 1");
    }

    [Fact]
    public void The_control_file_is_closed_to_other_users()
    {
        control.FindOrCreate("live", RealmKind.Live, null, keys);
        foreach (var file in Directory.GetFiles(trial.Data.Root, "control.db*")) Assert.False(PrivateFiles.IsOpenToOthers(file), file);
    }

    public void Dispose()
    {
        control.Dispose();
        keys.Dispose();
        trial.Dispose();
    }

    private void Reopen()
    {
        control.Dispose();
        control = ControlDatabase.Open(trial.Data, TimeProvider.System);
    }

    private void Sql(string sql)
    {
        using SqliteConnection connection = new($"Data Source={trial.Data.Control};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
