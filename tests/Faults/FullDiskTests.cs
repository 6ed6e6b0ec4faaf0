using System.Diagnostics;
using System.Net;

namespace GridActors.Tests.Faults;

/// <summary>F11: no room for the journal, for snapshots, for the log.</summary>
[Collection(nameof(FaultTrials))]
public sealed class FullDiskTests
{
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_full_disk_refuses_writes_at_once_answers_reads_and_is_forgiven_when_there_is_room()
    {
        FaultTrials.NeedRoot();
        using var disk = new SmallDisk(megabytes: 48);
        await using var district = await DistrictUnderTrial.Start(new SqliteTrialStore(Directory.CreateDirectory(Path.Combine(disk.Folder, "data")).FullName), seed: 113);
        district.Load.Start(FaultTrials.PerSecond);
        for (var round = 0; round < FaultTrials.Rounds(quick: 1, inLongForm: 5); round++)
        {
            await district.Load.Until(more: 150);
            district.Figures.Faults++;
            disk.Fill();
            var refused = await UntilRefused(district, round);
            disk.Fill(); // what a rolled back transaction gave back
            Assert.InRange(refused, TimeSpan.Zero, AnsweredWithin);
            foreach (var path in (string[])["/health/live", "/api/journal?realm=live", "/api/realms", "/metrics"])
                Assert.Equal(HttpStatusCode.OK, await district.Ask(path));
            await district.Load.For(TimeSpan.FromSeconds(2));
            Assert.Null(district.Service.ExitCode);
            Assert.InRange(district.Load.Refused.SlowestRefusal, TimeSpan.Zero, AnsweredWithin + 2 * await district.SlowestLook());
            district.Figures.HarmedAt = Stopwatch.GetTimestamp();
            disk.MakeRoom();
            await district.Load.Until(more: 100);
        }
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
    }

    [Fact]
    public async Task Without_room_for_snapshots_or_for_the_log_people_notice_nothing()
    {
        FaultTrials.NeedRoot();
        using var disk = new SmallDisk(megabytes: 1);
        await using var store = new SqliteTrialStore();
        File.CreateSymbolicLink(store.Folder.Derived, Path.Combine(disk.Folder, "derived.db"));
        await using var district = await DistrictUnderTrial.Start(store, seed: 114, how: start => start with { Under = ["sh", "-c", "exec \"$0\" \"$@\" >/dev/full 2>&1"] }, ownsStore: false);
        disk.Fill();
        district.Figures.Faults++;
        var first = district.Load.Report("full-disk-114-3kd92ms0qwx1z");
        var caseId = (await district.Load.SendOnce(first)).CaseId!;
        for (var note = 0; note < 120; note++) // more than a snapshot's distance
            Assert.Equal(200, (await district.Load.SendOnce(district.Load.NoteOn(caseId, $"full-disk-note-{note:D3}-k3d92ms0qwx1z"))).Status);
        district.Load.Start(FaultTrials.PerSecond);
        await district.Load.Until(more: 200);
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
        Assert.Equal(0, district.Load.Refused.Seconds);
    }

    /// <summary>Reports until one is refused; answers how long the refusal took.</summary>
    private static async Task<TimeSpan> UntilRefused(DistrictUnderTrial district, int round)
    {
        for (var n = 0; n < 1_000; n++)
        {
            var attempt = await district.Load.SendOnce(district.Load.Report($"full-disk-{round}-{n:D4}-3kd92ms0qwx1z"));
            if (attempt.Status is not 201) return Stopwatch.GetElapsedTime(attempt.InvokedAt, attempt.AnsweredAt);
        }
        throw new InvalidOperationException("the disk is full and nothing was refused");
    }
}
