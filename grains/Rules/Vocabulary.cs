namespace GridActors.Rules;

/// <summary>What a case is about. The codes on the wire are the names in kebab case (<c>housing-land</c>); the Chinese terms stand in docs/glossary.md.</summary>
public enum Category
{
    Family,
    Neighbour,
    HousingLand,
    Contract,
    Business,
    Damages,
    ForestLand,
    Expropriation,
    Environment,
    Labour,
    Consumer,
    Medical,
    Traffic,
    PropertyManagement,
    Other,
    PlatformWork,
    PrepaidCard,
    ECommerce,

    /// <summary>An offence against a person, not a dispute: sealed from its first row.</summary>
    FamilyViolence,
    Hazard,
    HelpRequest,
}

/// <summary>How urgent a case is, most urgent first: 红 橙 黄 蓝.</summary>
public enum Severity
{
    Red,
    Orange,
    Yellow,
    Blue,
}

/// <summary>Where a case sits on the ladder, lowest first.</summary>
public enum Tier
{
    Building,
    Cell,
    Community,
    Street,
    District,
}

/// <summary>Which rule concluded something, kept in the event so that history never needs the rule again.</summary>
[GenerateSerializer, Immutable, Alias("rule-ref")]
public readonly record struct RuleRef([property: Id(0)] string Id, [property: Id(1)] int Version);

/// <summary>Codes of the vocabulary, as they stand on the wire and in files.</summary>
public static class Vocabulary
{
    private static readonly string[] CategoryCodes = [.. Enum.GetValues<Category>().Select(category => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(category.ToString()))];

    public static string CodeOf(Category category) => CategoryCodes[(int)category];

    /// <summary>Whether it is a quarrel between parties, in which somebody may have an interest; hazards and requests for help are none.</summary>
    public static bool IsQuarrel(Category category) => category is not (Category.Hazard or Category.HelpRequest);
}
