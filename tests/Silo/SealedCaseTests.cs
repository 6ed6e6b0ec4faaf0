using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Rules;

namespace GridActors.Tests.Silo;

public sealed class SealedCaseTests
{
    private static readonly Actor Desk = new(Actor.Operator, Desk: "need-to-know"), Operator = new(Actor.Operator, Desk: "day");

    [Fact]
    public async Task Violence_found_in_an_open_case_begins_a_sealed_one_and_closes_the_open_twin_as_the_operators_own_act()
    {
        await using var district = await DistrictHost.Start();
        var (open, twin, command) = await Seal(district, before: _ => Task.CompletedTask);
        await district.NamesOf(open, names => names.Contains("dispute-closed"));
        await district.QuietSealed("demo");

        Assert.Equal(["dispute-sealed"], await district.NamesSoFar(twin));
        var closed = (await district.Journal.ReadStream(open, 0))[^1];
        Assert.Equal((command, "", TieRank.Act), (closed.Command, closed.Cause, closed.TieRank));
        Assert.Equal(new DisputeClosed(Operator, CloseReason.Transferred, ((DisputeClosed)EventCodec.Decode(closed)).Leaves) { At = closed.At }, EventCodec.Decode(closed));
        Assert.All(await district.Entries("demo"), entry => Assert.DoesNotContain("violence", entry.Payload, StringComparison.Ordinal));
        Assert.Equal(["acknowledge"], (await district.DueOf(twin)).Select(due => due.Kind));
    }

    [Fact]
    public async Task A_twin_that_is_over_already_is_told_to_the_sealed_partition_alone()
    {
        await using var district = await DistrictHost.Start();
        var (open, twin, command) = await Seal(district, before: async stream => await district.Act(stream, "withdraw", new WithdrawDispute(new(Actor.Party), null)));
        await district.NamesOf(twin, names => names.Contains("dispute-twin-refused"));

        Assert.DoesNotContain("dispute-closed", await district.NamesSoFar(open));
        Assert.Null(await district.Journal.FindCommand(open, command)); // a person's refusal leaves no row, so this one must not
        Assert.Equal("CaseOver", ((DisputeTwinRefused)EventCodec.Decode((await district.Journal.ReadStream(twin, 0))[^1])).Reason);
    }

    [Fact]
    public async Task What_follows_from_a_sealed_case_stays_sealed()
    {
        await using var district = await DistrictHost.Start(with: options => options with { DemoRate = 0 });
        var stream = district.Case("demo", "VIOLENCE00000001", Partition.Sealed);
        var before = district.Journal.Head(stream.Instance, Partition.Open).Position;
        await district.Report("demo", "VIOLENCE00000001", district.Building("demo", 7), Category.FamilyViolence, Partition.Sealed);
        await district.Act(stream, "assign", new AssignDispute(Desk, new("lead-district"), Tier.District, null));
        await district.Act(stream, "acknowledge", new AcknowledgeDispute(Desk));
        await district.QuietSealed("demo");

        Assert.Equal(["dispute-reported", "dispute-assigned", "task-given", "dispute-acknowledged"], (await district.Entries("demo", Partition.Sealed)).Select(entry => entry.Name).OrderBy(Order));
        Assert.Equal(Tier.District, ((DisputeReported)EventCodec.Decode((await district.Journal.ReadStream(stream, 0))[0])).Tier);
        Assert.Equal(before, district.Journal.Head(stream.Instance, Partition.Open).Position);
        Assert.Equal((0, TimeSpan.Zero), (district.Realms.StatusOf(stream.Instance).Parked, district.Realms.StatusOf(stream.Instance).DueLag));

        static int Order(string name) => Array.IndexOf(["dispute-reported", "dispute-assigned", "task-given", "dispute-acknowledged"], name);
    }

    private static async Task<(StreamId Open, StreamId Twin, CommandId Command)> Seal(DistrictHost district, Func<StreamId, Task> before)
    {
        var keys = district.Get<IRealmSecrets>().KeysOf(district.InstanceOf("demo"));
        var openId = keys.CaseId("", "a-report-key-of-enough");
        var (open, twin) = (district.Case("demo", openId), district.Case("demo", keys.SealedCaseId(openId), Partition.Sealed));
        await district.Report("demo", openId, district.Building("demo", 7), Category.Family);
        await district.NamesOf(open, names => names.Contains("dispute-assigned"));
        await before(open);
        var command = keys.PersonsCommand("", "close", "an-operators-key");
        await district.Act(twin, "seal", new SealDispute(Desk, openId, district.Building("demo", 7), "row", CloseReason.Transferred, Operator, command));
        return (open, twin, command);
    }
}
