using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Vault;

namespace GridActors.Tests.Storage.Folder;

/// <summary>What every control table owes the service, whatever database it stands in.</summary>
public abstract class ControlSuite : IAsyncLifetime
{
    protected const ulong Seed = 7;

    private KeyFile keys = null!;
    private IControlTable control = null!;

    private protected TrialFolder Trial { get; } = new();

    public async ValueTask InitializeAsync()
    {
        control = await Open();
        keys = KeyFile.Open(Trial.Data, control.HasSecrets, TimeProvider.System);
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
    public async Task A_name_means_the_same_instance_after_a_restart()
    {
        var made = control.FindOrCreate("demo", RealmKind.Demo, Seed, keys);
        await Reopen();
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
    public async Task No_instance_name_is_used_twice()
    {
        control.FindOrCreate("demo", RealmKind.Demo, Seed, keys);
        control.MakeCurrent(control.Create("demo", RealmKind.Demo, Seed, keys).Instance);
        control.Drop("demo-0001");
        control.Create("drill-a", RealmKind.Drill, Seed, keys);
        control.Drop("drill-a");
        await Reopen();
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
    public async Task A_registry_is_remembered_by_its_hash()
    {
        control.FindOrCreate("live", RealmKind.Live, null, keys);
        control.SetRegistryHash("live", "abc");
        await Reopen();
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
        await Reopen();
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

    public async ValueTask DisposeAsync()
    {
        await Close(control);
        keys.Dispose();
        Trial.Dispose();
        await Remove();
    }

    /// <summary>Opens the table, or opens it again after <see cref="Close"/>.</summary>
    protected abstract Task<IControlTable> Open();

    protected abstract Task Close(IControlTable open);

    /// <summary>At the very end.</summary>
    protected virtual Task Remove() => Task.CompletedTask;

    private async Task Reopen()
    {
        await Close(control);
        control = await Open();
    }
}
