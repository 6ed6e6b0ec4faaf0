using GridActors.Journal;
using GridActors.Silo.Journal;
using GridActors.Silo.Vault;
using GridActors.Tests.Storage.Folder;
using Microsoft.Extensions.Logging.Abstractions;

namespace GridActors.Tests.Storage.Vault;

public sealed class HeadsKeeperTests
{
    [Fact]
    public async Task A_service_that_stops_as_soon_as_it_started_still_leaves_its_heads()
    {
        using TrialFolder trial = new();
        await using SqliteJournal journal = new(trial.Data.Journal);
        await journal.Open("live");
        await journal.Append(new()
        {
            Stream = StreamId.Of("live", Partition.Open, "trial", "1"),
            ExpectedVersion = 0,
            Command = new(1),
            At = DateTimeOffset.UnixEpoch,
            Cause = "",
            TieRank = TieRank.Act,
            Events = [new NewEvent("trial", 1, "{}", new object())],
        });
        using HeadsKeeper keeper = new(HeadsLog.Open(trial.Data), journal, () => journal.Instances, TimeProvider.System, NullLogger<HeadsKeeper>.Instance);
        await keeper.StartAsync(TestContext.Current.CancellationToken);
        await keeper.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, Assert.Single(HeadsLog.Open(trial.Data).Of("live")).Position);
    }
}
