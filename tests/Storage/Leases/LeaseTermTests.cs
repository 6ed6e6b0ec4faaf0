using GridActors.Silo.Leases;

namespace GridActors.Tests.Storage.Leases;

/// <summary>How long a holder may rely on its lease.</summary>
public sealed class LeaseTermTests
{
    private readonly HandClock clock = new();

    [Fact]
    public void A_lease_stands_for_its_period_and_is_worked_under_for_a_second_less()
    {
        var term = Granted();
        Pass(seconds: 4.9);
        Assert.True(term.MayGoOn);
        Pass(seconds: 0.2);
        Assert.True(term is { MayGoOn: false, Stands: true });
        Pass(seconds: 1);
        Assert.False(term.Stands);
    }

    [Fact]
    public void It_is_counted_from_before_it_was_asked_for()
    {
        var term = new LeaseTerm(clock, LeaseTimes.Usual);
        var requestedAt = clock.GetTimestamp();
        Pass(seconds: 4); // the answer was long on its way
        term.Granted(requestedAt);
        Assert.Equal(TimeSpan.FromSeconds(1), term.Left);
        Pass(seconds: 2);
        Assert.False(term.Stands);
    }

    [Fact]
    public void A_silo_that_was_frozen_knows_when_it_wakes_that_its_time_is_over()
    {
        var term = Granted();
        Pass(seconds: 30);
        Assert.True(term is { MayGoOn: false, Stands: false });
    }

    [Fact]
    public void A_lease_that_was_lost_stands_no_more_whatever_time_is_left()
    {
        var term = Granted();
        term.End();
        Assert.True(term is { MayGoOn: false, Stands: false });
    }

    private LeaseTerm Granted()
    {
        var term = new LeaseTerm(clock, LeaseTimes.Usual);
        term.Granted(clock.GetTimestamp());
        return term;
    }

    private void Pass(double seconds) => clock.Pass(TimeSpan.FromSeconds(seconds));
}
