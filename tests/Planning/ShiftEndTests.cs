using CsCheck;
using GridActors.Disputes;
using GridActors.Planning;
using GridActors.Responders;
using GridActors.Rules;
using GridActors.Tests.Places;

namespace GridActors.Tests.Planning;

/// <summary>Ends of duty over whole played days: nobody who went home has anything, and nothing waits for them.</summary>
public sealed class ShiftEndTests
{
    [Fact]
    public void Over_random_days_no_open_case_waits_for_somebody_who_went_home_and_none_is_without_an_owner_and_a_clock() => Gen.Int[1, 10_000].Sample(seed =>
    {
        var start = PlayedDistrict.Start.AddHours(seed % 24);
        var run = PlayedDistrict.Run(seed, start, keepsWrites: false);
        for (var half = 1; half <= 60; half++)
        {
            run.RunUntil(start.AddMinutes(30 * half + seed % 17));
            foreach (var stream in run.Entries.Where(entry => entry.Decoded is DisputeReported).Select(entry => entry.Stream).Distinct())
            {
                if (run.StateOf(stream) is not Dispute.Open open) continue;
                Assert.True(open.AlarmingSince is not null || run.ArmedOf(stream).Any(due => due.Kind != Dispute.TermClock), $"seed {seed}: {stream} has no clock");
                if (open.File.Responder is { } holder)
                {
                    Assert.True(TestDistrict.Roster.OnDuty(holder, run.Now), $"seed {seed}: at {run.Now:O} {stream} is with {holder}, who is off duty");
                    Assert.True(((ResponderTasks)run.StateOf(ResponderStream.Of(stream, holder))).Open.ContainsKey(stream.Id), $"seed {seed}: {holder} does not know of {stream}");
                }
                else
                {
                    Assert.True(open.File.Tier > Tier.Cell || open is Dispute.InHand, $"seed {seed}: {stream} at the cell is with nobody"); // a desk has it
                }
            }
        }
    }, iter: 6);

    [Fact]
    public void Off_duty_nothing_is_given()
    {
        var run = PlayedDistrict.Run(5, PlayedDistrict.Start, keepsWrites: false);
        run.RunUntil(PlayedDistrict.Start.AddDays(1));
        var given = run.Entries.Where(entry => entry.Decoded is TaskGiven).ToList();
        Assert.NotEmpty(given);
        Assert.All(given, entry => Assert.True(TestDistrict.Roster.OnDuty(new(entry.Stream.Id), entry.At)));
    }
}
