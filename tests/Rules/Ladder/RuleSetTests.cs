using GridActors.Rules;

namespace GridActors.Tests.RuleSets;

public sealed class RuleSetTests
{
    private static readonly RuleSet Rules = RuleSet.Shipped;

    [Theory, InlineData(Severity.Red, 5), InlineData(Severity.Orange, 15), InlineData(Severity.Yellow, 60), InlineData(Severity.Blue, 240)]
    public void The_more_urgent_the_sooner_somebody_must_acknowledge(Severity severity, int minutes) => Assert.Equal(TimeSpan.FromMinutes(minutes), Rules.AcknowledgeWithin(severity));

    [Theory]
    [InlineData(Severity.Red, 2, 4, 12, 24, 72), InlineData(Severity.Orange, 12, 24, 48, 120, 240)]
    [InlineData(Severity.Yellow, 24, 48, 120, 360, 720), InlineData(Severity.Blue, 72, 120, 240, 480, 720)]
    public void The_settle_times_are_those_of_the_ladder(Severity severity, params int[] hours) =>
        Assert.Equal(hours.Select(h => TimeSpan.FromHours(h)), Enum.GetValues<Tier>().Select(tier => Rules.SettleWithin(severity, tier)));

    [Fact]
    public void A_higher_tier_never_has_less_time_than_a_lower_one()
    {
        foreach (var severity in Enum.GetValues<Severity>())
            foreach (var tier in Enum.GetValues<Tier>().Skip(1)) Assert.True(Rules.SettleWithin(severity, tier) >= Rules.SettleWithin(severity, tier - 1));
    }

    [Fact]
    public void Every_category_has_a_severity_and_only_violence_is_red_by_itself()
    {
        foreach (var category in Enum.GetValues<Category>()) Assert.Equal(category == Category.FamilyViolence, Rules.SeverityOf(category) == Severity.Red);
    }

    [Fact]
    public void A_conclusion_names_its_rule_and_version() => Assert.Equal(new("acknowledge-red", 1), Rules.AcknowledgeRule(Severity.Red));

    [Fact]
    public void The_mediation_term_is_30_days() => Assert.Equal(TimeSpan.FromDays(30), Rules.Term);

    [Fact]
    public void A_rule_file_of_another_shape_is_refused() => Assert.ThrowsAny<Exception>(() => RuleSet.Parse("version: [1"));
}
