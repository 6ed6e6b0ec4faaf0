using GridActors.Places;
using Xunit;

namespace GridActors.Tests.Places;

public sealed class InventedTests
{
    private static readonly string[] Categories =
    [
        "family", "neighbour", "housing-land", "contract", "business", "damages", "forest-land", "expropriation", "environment", "labour", "consumer",
        "medical", "traffic", "property-management", "other", "platform-work", "prepaid-card", "e-commerce", "hazard", "help-request",
    ];

    [Fact]
    public void There_are_texts_for_every_category_but_violence() => Assert.Equal(Categories.Order(StringComparer.Ordinal), InventedReports.Categories);

    [Fact]
    public void A_draw_always_picks_the_same_text_and_different_draws_different_ones()
    {
        foreach (var category in Categories)
        {
            var texts = Enumerable.Range(-50, 100).Select(draw => InventedReports.Text(category, draw)).ToHashSet();
            Assert.True(texts.Count >= 6, category);
            Assert.All(texts, text => Assert.InRange(text.Length, 10, 60));
            Assert.Equal(InventedReports.Text(category, 7), InventedReports.Text(category, 7));
        }
        Assert.NotEmpty(InventedReports.Text("no-such-category", long.MinValue));
    }

    [Fact]
    public void A_responder_is_always_the_same_person_and_plainly_invented()
    {
        var people = TestDistrict.Roster.Responders.Take(500).Select(r => InventedPeople.Of(r.Id, TestDistrict.Seed)).ToList();
        Assert.Equal(people, TestDistrict.Roster.Responders.Take(500).Select(r => InventedPeople.Of(r.Id, TestDistrict.Seed)));
        Assert.All(people, p => Assert.Matches("^142[0-9]{8}$", p.Phone));
        Assert.All(people, p => Assert.Equal(3, p.Name.Length));
        Assert.True(people.Select(p => p.Name).Distinct().Count() > 250);
        Assert.NotEqual(InventedPeople.Reporter(1, 1), InventedPeople.Reporter(2, 1));
    }
}
