using GridActors.Disputes;
using GridActors.Following;
using GridActors.Journal;
using GridActors.Rules;
using GridActors.Tests.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace GridActors.Tests.Silo;

/// <summary>An older copy of the journal is put back while the service is down.</summary>
public sealed class PutBackTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("district-").FullName;

    [Fact]
    public async Task An_older_copy_is_noticed_gets_a_new_epoch_and_none_of_its_follow_ups_is_skipped()
    {
        var copy = new OlderCopy(folder, "demo-0001");
        string epoch;
        long position;
        await using (var before = await Start(hindered: true))
        {
            var report = new ReportDispute(Category.Hazard, null, before.Building("demo", 7), "row");
            await new GrainDoor(before.Get<IGrainFactory>()).Send(
                before.Case("demo", "CASE000000000001"), new() { Id = before.Get<IRealmSecrets>().KeysOf("demo-0001").PersonsCommand("", "test", "first") }, report);
            await copy.Take();
            before.Get<DeafDoor>().Held!.SetResult();
            await before.NamesOf(before.Case("demo", "CASE000000000001"), names => names.Contains("dispute-assigned"));
            await before.Report("demo", "CASE000000000002", before.Building("demo", 8));
            await before.Quiet("demo");
            (position, epoch) = before.Journal.Head(before.InstanceOf("demo"), Partition.Open) is var head ? (head.Position, head.Epoch) : default;
        }
        await copy.PutBack();

        await using var after = await Start(hindered: false);
        await after.NamesOf(after.Case("demo", "CASE000000000001"), names => names.Contains("dispute-assigned"));
        await after.Quiet("demo");

        Assert.NotEqual(epoch, after.Journal.Head(after.InstanceOf("demo"), Partition.Open).Epoch);
        Assert.True(after.Journal.Head(after.InstanceOf("demo"), Partition.Open).Position < position);
        Assert.Empty(await after.NamesSoFar(after.Case("demo", "CASE000000000002")));
        Assert.Equal(AnswerKind.Done, (await after.Report("demo", "CASE000000000002", after.Building("demo", 8))).Kind);
        await after.NamesOf(after.Case("demo", "CASE000000000002"), names => names.Contains("dispute-assigned"));
        for (var note = 0; note < 110; note++) await after.Act(after.Case("demo", "CASE000000000002"), $"note-{note}", new NoteDispute(new(Actor.Operator), "row"));
        Assert.NotNull(await after.Get<ISnapshots>().Read(after.Case("demo", "CASE000000000002")));
    }

    [Fact]
    public async Task A_journal_that_merely_went_on_keeps_its_epoch()
    {
        string epoch;
        await using (var before = await Start(hindered: false))
        {
            await before.Report("demo", "CASE000000000001", before.Building("demo", 7));
            epoch = before.Journal.Head(before.InstanceOf("demo"), Partition.Open).Epoch;
        }
        await using var after = await Start(hindered: false);
        Assert.Equal(epoch, after.Journal.Head(after.InstanceOf("demo"), Partition.Open).Epoch);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<DistrictHost> Start(bool hindered) => DistrictHost.Start(folder, services: services =>
    {
        services.AddSingleton<DeafDoor>();
        services.AddSingleton<IStreamDoor>(provider =>
        {
            var door = provider.GetRequiredService<DeafDoor>();
            door.Held = hindered ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;
            return door;
        });
    });
}
