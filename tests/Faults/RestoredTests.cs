namespace GridActors.Tests.Faults;

/// <summary>F23: an older copy of the journal is put back while boards hold later cursors and later checkpoints lie beside it.</summary>
[Collection(nameof(FaultTrials))]
public sealed class RestoredTests
{
    [Fact]
    public async Task An_older_copy_put_back_is_said_aloud_boards_reload_and_everything_of_before_goes_on()
    {
        await using var store = new SqliteTrialStore();
        await using var district = await DistrictUnderTrial.Start(store, seed: 123, ownsStore: false);
        district.Load.Start(FaultTrials.PerSecond);
        await district.Load.Until(more: 150);
        await district.Load.Finish();
        await district.Rest();
        await district.Stop();
        var journal = store.Folder.Journal("live");
        var copy = File.ReadAllBytes(journal);

        await district.Restart();
        var epoch = (string)(await district.Head())["epoch"]!;
        await using var later = district.OtherPeople(seed: 124);
        later.Start(FaultTrials.PerSecond);
        await later.Until(more: 150);
        await later.Finish();
        var forgotten = await district.Rest();
        await district.Board.Until(board => later.Operations.SelectMany(one => one.Attempts).All(one => one.CaseId is null || board.Cards.ContainsKey(one.CaseId)));
        await district.Stop();

        foreach (var part in (string[])["-wal", "-shm"]) File.Delete(journal + part);
        File.WriteAllBytes(journal, copy);
        district.Figures.Faults++;
        var (snapshots, epochs) = (district.Board.Snapshots, district.Board.Epochs);
        await district.Restart();
        Assert.Contains("RESTORED", district.Service.Said, StringComparison.Ordinal);
        Assert.NotEqual(epoch, (string)(await district.Head())["epoch"]!);
        Assert.True((long)(await district.Head())["position"]! < forgotten);
        await district.NewReader();
        await district.Board.Until(board => board.Snapshots > snapshots && board.Epochs == epochs + 1);

        foreach (var again in later.Operations.Where(one => one.Act == "report").Take(50)) // their phones never heard that it was forgotten
            Assert.Equal(201, (await district.Load.SendOnce(district.Load.Again(again))).Status);
        var found = await district.Check();
        Assert.True(found.IsEmpty, found.ToString());
    }
}
