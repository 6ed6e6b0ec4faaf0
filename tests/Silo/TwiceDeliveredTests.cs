using CsCheck;
using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Rules;

namespace GridActors.Tests.Silo;

public sealed class TwiceDeliveredTests
{
    private static readonly Actor Operator = new(Actor.Operator);

    private static readonly Gen<DisputeCommand> Acts = Gen.OneOfConst<DisputeCommand>(
        new AcknowledgeDispute(Operator), new ReleaseDispute(Operator, "row"), new LevelUpDispute(Operator, "row"), new LevelDownDispute(Operator, "row"),
        new SettleDispute(Operator, "row"), new ReopenDispute(Operator, "row"), new AcceptDispute(Operator), new WithdrawDispute(Operator, null),
        new TriageDispute(Operator, null, null, Severity.Red, "row"), new CloseDispute(Operator, CloseReason.Duplicate));

    [Fact]
    public async Task Delivering_any_suffix_of_the_journal_again_records_nothing()
    {
        await using var district = await DistrictHost.Start(with: options => options with { DemoRate = 0 });
        var scripts = 0;
        await Gen.Select(Gen.Select(Gen.Int[0, 4], Acts).Array[4, 24], Gen.Double[0, 1], Gen.Bool, Gen.Bool).SampleAsync(
            async (acts, from, step, trimmed) =>
            {
                var script = Interlocked.Increment(ref scripts);
                foreach (var one in Enumerable.Range(0, 5)) await district.Report("demo", CaseId(script, one), district.Building("demo", script * 31 % 2_000), (Category)one);
                for (var i = 0; i < acts.Length; i++) await district.Act(district.Case("demo", CaseId(script, acts[i].Item1)), $"{script}-{i}", acts[i].Item2);
                await Seal(district, script);
                await district.Quiet("demo");
                if (step) await district.Realms.Step(district.InstanceOf("demo"));
                if (trimmed) await district.TrimMemory();
                await AssertNothingNew(district, from);
            },
            iter: 25, threads: 1);
    }

    /// <summary>One of them turns out to be violence, closed under the operator's own command; another's twin is over already.</summary>
    private static async Task Seal(DistrictHost district, int script)
    {
        var open = CaseId(script, script % 5);
        var keys = district.Get<IRealmSecrets>().KeysOf(district.InstanceOf("demo"));
        await district.Act(district.Case("demo", keys.SealedCaseId(open), Partition.Sealed), $"seal-{script}", new SealDispute(
            Operator, open, district.Building("demo", 0), "row", CloseReason.Transferred, Operator, keys.PersonsCommand("", "close", $"twin-{script}")));
        await district.QuietSealed("demo");
    }

    private static async Task AssertNothingNew(DistrictHost district, double from)
    {
        var instance = district.InstanceOf("demo");
        var before = Heads(district, instance);
        foreach (var partition in Enum.GetValues<Partition>())
        {
            var after = (long)(from * district.Journal.Head(instance, partition).Position);
            await using var again = SecondFollower.After(district, instance, partition, after);
            await again.Start();
            await DistrictHost.Until(() => again.IsQuiet, "the suffix is not delivered");
            Assert.Equal(0, again.Parked);
        }
        Assert.Equal(before, Heads(district, instance));
    }

    private static (long, long) Heads(DistrictHost district, string instance) =>
        (district.Journal.Head(instance, Partition.Open).Position, district.Journal.Head(instance, Partition.Sealed).Position);

    private static string CaseId(int script, int one) => $"CASE{script:D6}{one:D6}";
}
