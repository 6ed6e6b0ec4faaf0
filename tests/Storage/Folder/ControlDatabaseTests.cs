using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Vault;
using Microsoft.Data.Sqlite;

namespace GridActors.Tests.Storage.Folder;

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
    public void Live_bears_its_own_name_and_demos_are_numbered()
    {
        Assert.Equal("live", control.FindOrCreate("live", RealmKind.Live, null, keys).Instance);
        Assert.Equal("demo-0001", control.FindOrCreate("demo", RealmKind.Demo, Seed, keys).Instance);
        Assert.Equal("drill-7f2k", control.Create("drill-7f2k", RealmKind.Drill, Seed, keys).Instance);
        Assert.Equal(["demo-0001", "drill-7f2k", "live"], control.Instances().Select(one => one.Instance));
    }

    [Fact]
    public void A_name_means_the_same_instance_after_a_restart()
    {
        var made = control.FindOrCreate("demo", RealmKind.Demo, Seed, keys);
        Reopen();
        Assert.Equal(made, control.FindOrCreate("demo", RealmKind.Demo, Seed, keys));
        Assert.Equal(made, control.Find("demo-0001"));
        Assert.Null(control.Find("demo-0002"));
    }

    [Fact]
    public void The_next_demo_takes_over_the_name_only_when_it_is_ready()
    {
        control.FindOrCreate("demo", RealmKind.Demo, Seed, keys);
        var next = control.Create("demo", RealmKind.Demo, Seed + 1, keys);
        Assert.Equal("demo-0001", control.Find("demo")!.Instance);
        Assert.False(control.Find(next.Instance)!.IsCurrent);
        control.MakeCurrent(next.Instance);
        Assert.Equal("demo-0002", control.Find("demo")!.Instance);
    }

    [Fact]
    public void No_instance_name_is_used_twice()
    {
        control.FindOrCreate("demo", RealmKind.Demo, Seed, keys);
        control.MakeCurrent(control.Create("demo", RealmKind.Demo, Seed, keys).Instance);
        control.Drop("demo-0001");
        control.Create("drill-a", RealmKind.Drill, Seed, keys);
        control.Drop("drill-a");
        Reopen();
        Assert.Null(control.Find("demo-0001"));
        Assert.Equal(["demo-0001", "drill-a"], control.Dropped());
        Assert.Equal("demo-0003", control.Create("demo", RealmKind.Demo, Seed, keys).Instance);
        Assert.Throws<InvalidOperationException>(() => control.Create("drill-a", RealmKind.Drill, Seed, keys));
    }

    [Fact]
    public void Neither_live_nor_the_current_demo_can_be_dropped()
    {
        control.FindOrCreate("live", RealmKind.Live, null, keys);
        control.FindOrCreate("demo", RealmKind.Demo, Seed, keys);
        Assert.Throws<InvalidOperationException>(() => control.Drop("live"));
        Assert.Throws<InvalidOperationException>(() => control.Drop("demo-0001"));
    }

    [Fact]
    public void A_registry_is_remembered_by_its_hash()
    {
        control.FindOrCreate("live", RealmKind.Live, null, keys);
        control.SetRegistryHash("live", "abc");
        Reopen();
        Assert.Equal("abc", control.Find("live")!.RegistryHash);
        Assert.Throws<UnknownInstanceException>(() => control.SetRegistryHash("drill-x", "abc"));
    }

    [Fact]
    public void Two_demos_of_one_seed_agree_in_every_id_and_live_agrees_with_none()
    {
        RealmSecrets secrets = new(control, keys);
        string CaseIn(RealmInstance made) => secrets.KeysOf(made.Instance).CaseId("", "key-of-a-resident-0001");
        var first = CaseIn(control.Create("demo", RealmKind.Demo, Seed, keys));
        Assert.Equal(first, CaseIn(control.Create("demo", RealmKind.Demo, Seed, keys)));
        Assert.NotEqual(first, CaseIn(control.Create("demo", RealmKind.Demo, Seed + 1, keys)));
        Assert.NotEqual(first, CaseIn(control.Create("live", RealmKind.Live, null, keys)));
    }

    [Fact]
    public async Task A_secret_outlives_restarts_and_rotations()
    {
        control.FindOrCreate("live", RealmKind.Live, null, keys);
        var receipt = new RealmSecrets(control, keys).KeysOf("live").Receipt('L', "A");
        await keys.Rotate(_ => { control.RewrapSecrets(keys); return default; }, TestContext.Current.CancellationToken);
        Reopen();
        Assert.Equal(keys.Current, control.WrappedSecret("live").Generation);
        Assert.Equal(receipt, new RealmSecrets(control, keys).KeysOf("live").Receipt('L', "A"));
    }

    [Fact]
    public void Live_takes_no_seed_the_others_need_one_and_names_fit_their_kind()
    {
        Assert.Throws<ArgumentException>(() => control.Create("live", RealmKind.Live, Seed, keys));
        Assert.Throws<ArgumentException>(() => control.Create("demo", RealmKind.Demo, null, keys));
        Assert.Throws<ArgumentException>(() => control.Create("live", RealmKind.Drill, Seed, keys));
        Assert.Throws<ArgumentException>(() => control.Create("demo-0007", RealmKind.Drill, Seed, keys)); // a demo may bear it one day
        Assert.Throws<ArgumentException>(() => control.Create("../x", RealmKind.Drill, Seed, keys));
        Assert.False(control.HasSecrets);
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
