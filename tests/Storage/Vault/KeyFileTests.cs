using System.Security.Cryptography;
using GridActors.Journal;
using GridActors.Silo.Folder;
using GridActors.Silo.Vault;
using GridActors.Tests.Storage.Folder;
using static GridActors.Tests.Storage.Vault.VaultTrial;

namespace GridActors.Tests.Storage.Vault;

public sealed class KeyFileTests
{
    private static readonly byte[] DataKey = RandomNumberGenerator.GetBytes(32);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void It_is_made_at_the_first_start_for_its_owner_alone()
    {
        using TrialFolder trial = new();
        using (var keys = KeyFile.Open(trial.Data, isNeeded: false, TimeProvider.System)) Assert.Equal(1, keys.Current);
        Assert.False(PrivateFiles.IsOpenToOthers(trial.Data.KeyFile));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(trial.Data.KeyFile));
    }

    [Fact]
    public void One_that_others_may_read_is_refused_with_advice()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no such modes there");
        using TrialFolder trial = new();
        KeyFile.Open(trial.Data, isNeeded: false, TimeProvider.System).Dispose();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(trial.Data.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<FolderRefusedException>(() => KeyFile.Open(trial.Data, true, TimeProvider.System)).Message);
    }

    [Theory]
    [InlineData(""), InlineData("{}"), InlineData("""{"format":1,"generations":[]}"""), InlineData("""{"format":1,"generations":[{"generation":1,"key":"AAAA","madeAt":""}]}""")]
    [InlineData("""{"format":2,"generations":[]}"""), InlineData("""{"format":1,"generations":[{"generation":1,"key":"?","madeAt":""}]}""")]
    public void A_damaged_or_newer_one_is_refused_and_left_as_it_is(string content)
    {
        using TrialFolder trial = new();
        PrivateFiles.Replace(trial.Data.KeyFile, System.Text.Encoding.UTF8.GetBytes(content));
        Assert.Throws<FolderRefusedException>(() => KeyFile.Open(trial.Data, true, TimeProvider.System));
        Assert.Equal(content, File.ReadAllText(trial.Data.KeyFile));
    }

    [Fact]
    public void Encrypted_text_without_its_key_file_is_refused_and_no_new_one_is_made()
    {
        using TrialFolder trial = new();
        Assert.Contains("--keys", Assert.Throws<FolderRefusedException>(() => KeyFile.Open(trial.Data, isNeeded: true, TimeProvider.System)).Message);
        Assert.False(File.Exists(trial.Data.KeyFile));
    }

    [Fact]
    public void A_wrapped_key_opens_only_as_what_it_was_wrapped_for()
    {
        using TrialFolder trial = new();
        using var keys = KeyFile.Open(trial.Data, isNeeded: false, TimeProvider.System);
        var wrapped = keys.Wrap(KeyPurpose.CaseKey, Live, CaseA, DataKey);
        Assert.Equal(DataKey, keys.Unwrap(KeyPurpose.CaseKey, Live, CaseA, wrapped));
        Assert.Throws<VaultRefusedException>(() => keys.Unwrap(KeyPurpose.RealmSecret, Live, CaseA, wrapped));
        Assert.Throws<VaultRefusedException>(() => keys.Unwrap(KeyPurpose.CaseKey, "drill-a", CaseA, wrapped));
        Assert.Throws<VaultRefusedException>(() => keys.Unwrap(KeyPurpose.CaseKey, Live, CaseB, wrapped));
        Assert.Throws<VaultRefusedException>(() => keys.Unwrap(KeyPurpose.CaseKey, Live, CaseA, wrapped with { Generation = 2 }));
        Assert.Throws<VaultRefusedException>(() => keys.Unwrap(KeyPurpose.CaseKey, Live, CaseA, wrapped with { Bytes = wrapped.Bytes[..20] }));
    }

    [Fact]
    public void It_serves_many_threads_at_once()
    {
        using TrialFolder trial = new();
        using var keys = KeyFile.Open(trial.Data, isNeeded: false, TimeProvider.System);
        Parallel.For(0, 2_000, n => Assert.Equal(DataKey, keys.Unwrap(KeyPurpose.CaseKey, Live, $"{n}", keys.Wrap(KeyPurpose.CaseKey, Live, $"{n}", DataKey))));
    }

    [Fact]
    public async Task Rotating_rewraps_everything_and_old_generations_can_then_be_destroyed()
    {
        using VaultTrial trial = new();
        for (var n = 0; n < KeyRotation.KeysPerStepMax + 7; n++) trial.Report($"CASE{n:D12}", $"text {n}");
        KeyRotation rotation = new(trial.Keys, trial.Control, trial.Table);
        await rotation.Rotate(Cancellation);
        Assert.Equal([1, 2], trial.Keys.Generations);
        Assert.All(trial.Table.Keys.Values, key => Assert.Equal(2, key.KeyGeneration));
        await rotation.DestroyRetired(TimeSpan.FromDays(30), Cancellation);
        Assert.Equal([1, 2], trial.Keys.Generations);
        await rotation.DestroyRetired(TimeSpan.FromDays(-1), Cancellation);
        Assert.Equal([2], trial.Keys.Generations);
        trial.Restart();
        Assert.Equal([2], trial.Keys.Generations);
        Assert.Equal("text 500", Assert.Single(await trial.Vault.Open(Live, $"CASE{500:D12}")).Text);
        Assert.NotNull(new RealmSecrets(trial.Control, trial.Keys).KeysOf(Live));
    }

    [Fact]
    public async Task A_rotation_cut_short_loses_nothing_and_can_be_done_again()
    {
        using VaultTrial trial = new();
        trial.Report(CaseA, "first");
        await Assert.ThrowsAsync<IOException>(async () => await trial.Keys.Rotate(_ => throw new IOException("power cut"), Cancellation));
        trial.Restart();
        Assert.Equal("first", Assert.Single(await trial.Vault.Open(Live, CaseA)).Text);
        KeyRotation rotation = new(trial.Keys, trial.Control, trial.Table);
        await rotation.Rotate(Cancellation);
        await rotation.DestroyRetired(TimeSpan.FromDays(-1), Cancellation);
        Assert.Equal("first", Assert.Single(await trial.Vault.Open(Live, CaseA)).Text);
        Assert.Equal([3], trial.Keys.Generations);
    }

    [Fact]
    public async Task A_case_written_under_the_old_generation_behind_the_rotations_back_is_not_lost()
    {
        using VaultTrial trial = new();
        using var late = trial.Vault.NewCase(Live, CaseA); // on its way when the rotation begins, committed when it is over
        KeyRotation rotation = new(trial.Keys, trial.Control, trial.Table);
        await rotation.Rotate(Cancellation);
        trial.Table.Store(Live, late.Key, late.Row("r", "report", "first"));
        await rotation.DestroyRetired(TimeSpan.FromDays(-1), Cancellation);
        trial.Restart();
        Assert.Equal("first", Assert.Single(await trial.Vault.Open(Live, CaseA)).Text);
    }
}
