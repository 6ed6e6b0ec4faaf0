using GridActors.Rules;

namespace GridActors.Planning;

/// <summary>
/// How many disputes of which kind a played district has, and when: about 60 new ones a day, shares after published statistics of neighbours, family and
/// labour, tuned so that every category is seen.
/// </summary>
internal static class DistrictMix
{
    /// <summary>New cases a day in the real district.</summary>
    public const double CasesPerDay = 60;

    /// <summary>Of those, the share whose address does not resolve: they wait on the district's triage list.</summary>
    public const double UnresolvedShare = 0.02;

    /// <summary>Shares of a day's reports by the hour in which they come, 0 to 23 Asia/Shanghai; they sum to 1.</summary>
    private static readonly double[] HourShare = Normalised(
        [1.2, 0.8, 0.6, 0.5, 0.5, 0.8, 1.6, 3.2, 5.5, 7.0, 7.2, 6.2, 4.6, 4.8, 6.2, 6.8, 6.6, 6.0, 5.4, 6.0, 6.4, 5.4, 3.6, 2.2]);

    private static readonly (Category Category, double UpTo)[] Categories = Cumulated(
        (Category.Neighbour, 20), (Category.Labour, 15), (Category.Family, 11), (Category.PropertyManagement, 9), (Category.Damages, 8), (Category.Hazard, 7),
        (Category.Consumer, 5), (Category.HelpRequest, 4), (Category.Contract, 4), (Category.Traffic, 4), (Category.Environment, 4), (Category.HousingLand, 3),
        (Category.PrepaidCard, 3), (Category.PlatformWork, 3), (Category.ECommerce, 2), (Category.Business, 2), (Category.Medical, 1.5), (Category.Other, 1.5),
        (Category.Expropriation, 0.5), (Category.ForestLand, 0.5));

    public static double ShareOfHour(int hour) => HourShare[hour];

    public static Category CategoryAt(double draw)
    {
        foreach (var (category, upTo) in Categories)
            if (draw < upTo) return category;
        return Categories[^1].Category;
    }

    /// <summary>Mostly null: the rule chooses by category. Now and then the reporter's words make it more urgent.</summary>
    public static Severity? SeverityAt(Category category, double draw) => (category, draw) switch
    {
        (Category.Hazard, < 0.25) => Severity.Red,
        (_, < 0.03) => Severity.Red,
        (_, < 0.08) => Severity.Orange,
        _ => null,
    };

    private static double[] Normalised(double[] weights) => [.. weights.Select(weight => weight / weights.Sum())];

    private static (Category, double)[] Cumulated(params (Category Category, double Weight)[] shares)
    {
        var (all, sum) = (shares.Sum(share => share.Weight), 0.0);
        return [.. shares.Select(share => (share.Category, (sum += share.Weight) / all))];
    }
}
