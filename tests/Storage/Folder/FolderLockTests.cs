using System.Diagnostics;
using GridActors.Silo.Folder;

namespace GridActors.Tests.Storage.Folder;

public sealed class FolderLockTests
{
    [Fact]
    public void A_second_holder_is_refused_and_told_whom_to_ask()
    {
        using TrialFolder trial = new();
        using var first = FolderLock.Take(trial.Data, "", TimeProvider.System);
        first.Announce("http://127.0.0.1:5080");
        var refused = Assert.Throws<FolderHeldException>(() => FolderLock.Take(trial.Data, "", TimeProvider.System));
        Assert.Equal(Environment.ProcessId, refused.Owner!.Pid);
        Assert.Equal("http://127.0.0.1:5080", refused.Owner.Url);
        Assert.Contains("http://127.0.0.1:5080", refused.Message);
        Assert.Contains("--data", refused.Message);
        Assert.True(FolderLock.IsHeld(trial.Data, out var owner));
        Assert.Equal(refused.Owner, owner);
    }

    [Fact]
    public void Another_process_cannot_lock_a_held_folder_and_can_once_it_is_free()
    {
        SkipWithoutFlock();
        using TrialFolder trial = new();
        using (FolderLock.Take(trial.Data, "", TimeProvider.System))
            Assert.NotEqual(0, LockFromAnotherProcess(trial.Data));
        Assert.Equal(0, LockFromAnotherProcess(trial.Data));
    }

    [Fact]
    public void A_folder_held_by_another_process_is_refused_until_that_process_ends_however_it_ends()
    {
        SkipWithoutFlock();
        using TrialFolder trial = new();
        using var holder = Process.Start(new ProcessStartInfo("flock", ["--no-fork", "--exclusive", trial.Data.Lock, "sh", "-c", "echo held; read end"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", holder.StandardOutput.ReadLine());
        Assert.Throws<FolderHeldException>(() => FolderLock.Take(trial.Data, "", TimeProvider.System));
        holder.Kill();
        holder.WaitForExit();
        FolderLock.Take(trial.Data, "", TimeProvider.System).Dispose();
    }

    [Fact]
    public void A_stale_owner_file_does_not_stand_in_the_way()
    {
        using TrialFolder trial = new();
        File.WriteAllText(trial.Data.LockOwner, """{"pid":1,"url":"http://127.0.0.1:1","startedAt":"2031-05-06T04:00:00Z"}""");
        using var taken = FolderLock.Take(trial.Data, "", TimeProvider.System);
        Assert.Contains($"\"pid\":{Environment.ProcessId}", File.ReadAllText(trial.Data.LockOwner));
    }

    [Fact]
    public void A_damaged_owner_file_still_lets_the_refusal_speak()
    {
        using TrialFolder trial = new();
        using var first = FolderLock.Take(trial.Data, "", TimeProvider.System);
        File.WriteAllText(trial.Data.LockOwner, "not json");
        var refused = Assert.Throws<FolderHeldException>(() => FolderLock.Take(trial.Data, "", TimeProvider.System));
        Assert.Null(refused.Owner);
        Assert.Contains("--data", refused.Message);
    }

    [Fact]
    public void Letting_go_leaves_no_owner_behind()
    {
        using TrialFolder trial = new();
        FolderLock.Take(trial.Data, "", TimeProvider.System).Dispose();
        Assert.False(File.Exists(trial.Data.LockOwner));
        Assert.False(FolderLock.IsHeld(trial.Data, out _));
    }

    /// <summary>The other process is util-linux's flock, which takes the very lock that .NET takes for FileShare.None.</summary>
    private static void SkipWithoutFlock() => Assert.SkipUnless(File.Exists("/usr/bin/flock"), "no flock here");

    private static int LockFromAnotherProcess(DataFolder folder)
    {
        using var process = Process.Start("flock", ["--nonblock", "--exclusive", folder.Lock, "true"]);
        process.WaitForExit();
        return process.ExitCode;
    }
}
