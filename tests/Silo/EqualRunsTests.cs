using GridActors.Disputes;
using GridActors.Journal;
using GridActors.Realms;
using GridActors.Rules;

namespace GridActors.Tests.Silo;

public sealed class EqualRunsTests
{
    private static readonly Actor Operator = new(Actor.Operator);

    [Fact]
    public async Task Two_stepped_runs_from_one_seed_are_equal()
    {
        var first = await Run(seed: 11);
        var second = await Run(seed: 11);

        Assert.NotEmpty(first);
        Assert.Equal(first, second);
        Assert.Contains(first, row => row.Contains("sealed|dispute", StringComparison.Ordinal));
        Assert.NotEqual(first, await Run(seed: 12)); // the comparison can tell runs apart
    }

    /// <summary>A day in which cases are reported, climb, are taken on, and one turns out to be violence; every column that must agree, sorted.</summary>
    private static async Task<IReadOnlyList<string>> Run(int seed)
    {
        await using var district = await DistrictHost.Start(with: options => options with
        {
            Seed = seed,
            DemoRate = 0,
            DemoStartsAt = new(2031, 5, 6, 9, 0, 0, TimeSpan.FromHours(8)),
        });
        var instance = district.InstanceOf("demo");
        var keys = district.Get<IRealmSecrets>().KeysOf(instance);
        for (var day = 0; day < 6; day++)
        {
            for (var one = 0; one < 6; one++)
            {
                var caseId = keys.CaseId("", $"{day}-{one}");
                await district.Report("demo", caseId, district.Building("demo", (day * 6 + one) * 37 % 2_000), (Category)(one * 3 % 18));
                await district.Quiet("demo");
                if (one % 3 == 1) await district.Act(district.Case("demo", caseId), $"take-{day}-{one}", new AcknowledgeDispute(Operator));
            }
            await district.Realms.Step(instance);
            var violence = keys.CaseId("", $"{day}-0");
            if (day % 2 == 0)
            {
                await district.Act(district.Case("demo", keys.SealedCaseId(violence), Partition.Sealed), $"seal-{day}", new SealDispute(
                    Operator, violence, district.Building("demo", day), "row", CloseReason.MovedAway, Operator, keys.PersonsCommand("", "close", $"{day}")));
                await district.QuietSealed("demo");
                await district.Quiet("demo");
            }
            for (var step = 0; step < 3; step++) await district.Realms.Step(instance);
        }
        IEnumerable<JournalEntry> all = [.. await district.Entries("demo"), .. await district.Entries("demo", Partition.Sealed)];
        return [.. all.Where(entry => entry.Name != EventCodec.Encode(new ClockSet(0, entry.At, entry.At) { At = entry.At }).Name)
            .OrderBy(entry => entry.At).ThenBy(entry => entry.TieRank).ThenBy(entry => entry.Stream.Partition).ThenBy(entry => entry.Stream.Name, StringComparer.Ordinal).ThenBy(entry => entry.Version)
            .Select(entry => string.Join('|', Instants.Text(entry.At), entry.TieRank, entry.Stream.Partition.Code(), entry.Stream.Name, entry.Version, entry.Ordinal, entry.Command,
                entry.Cause, entry.Name, entry.NameVersion, entry.Payload))];
    }
}
