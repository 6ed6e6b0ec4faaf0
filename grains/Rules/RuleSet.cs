using System.Collections.Frozen;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace GridActors.Rules;

/// <summary>
/// The ladder as data: default severity by category, acknowledge and settle times, and the mediation term. A proposal, not law; sources stand in the
/// file itself. Immutable and shared.
/// </summary>
public sealed class RuleSet
{
    private readonly FrozenDictionary<Category, Severity> severityOf;
    private readonly TimeSpan[] acknowledge;
    private readonly TimeSpan[,] settle;

    private RuleSet(LadderFile file)
    {
        Version = file.Version;
        severityOf = Enum.GetValues<Category>().ToFrozenDictionary(category => category, category => SeverityOf(file, category));
        acknowledge = [.. Enum.GetValues<Severity>().Select(severity => TimeSpan.FromMinutes(file.AcknowledgeMinutes[Code(severity)]))];
        settle = new TimeSpan[Enum.GetValues<Severity>().Length, Enum.GetValues<Tier>().Length];
        foreach (var severity in Enum.GetValues<Severity>())
        {
            foreach (var tier in Enum.GetValues<Tier>()) settle[(int)severity, (int)tier] = TimeSpan.FromHours(file.SettleHours[Code(severity)][Code(tier)]);
        }
        Term = TimeSpan.FromDays(file.MediationTermDays);
        AlarmEvery = TimeSpan.FromMinutes(file.AlarmEveryMinutes);
    }

    /// <summary>The rule set that comes with this build.</summary>
    public static RuleSet Shipped { get; } = Load("ladder.yaml");

    public int Version { get; }

    /// <summary>The mediation term from acceptance (Shenzhen mediation regulation 2022, art 25).</summary>
    public TimeSpan Term { get; }

    /// <summary>How often a board repeats the alarm of a case that nobody acknowledges at the district.</summary>
    public TimeSpan AlarmEvery { get; }

    public Severity SeverityOf(Category category) => severityOf[category];

    public TimeSpan AcknowledgeWithin(Severity severity) => acknowledge[(int)severity];

    public TimeSpan SettleWithin(Severity severity, Tier tier) => settle[(int)severity, (int)tier];

    public RuleRef AcknowledgeRule(Severity severity) => new($"acknowledge-{Code(severity)}", Version);

    public RuleRef SettleRule(Severity severity) => new($"settle-{Code(severity)}", Version);

    public RuleRef TermRule => new("mediation-term", Version);

    public RuleRef PlacingRule => new("placing", Version);

    /// <summary>Reads a rule set from YAML.</summary>
    /// <exception cref="YamlDotNet.Core.YamlException">The text is not the expected shape.</exception>
    public static RuleSet Parse(string yaml) => new(new DeserializerBuilder()
        .WithNamingConvention(HyphenatedNamingConvention.Instance).Build().Deserialize<LadderFile>(yaml));

    private static RuleSet Load(string resource)
    {
        using var stream = typeof(RuleSet).Assembly.GetManifestResourceStream(resource) ?? throw new FileNotFoundException(resource);
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    private static Severity SeverityOf(LadderFile file, Category category) => Enum.Parse<Severity>(
        file.SeverityByCategory.GetValueOrDefault(Vocabulary.CodeOf(category), file.SeverityOtherwise), ignoreCase: true);

    private static string Code<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>The file's shape.</summary>
    public sealed class LadderFile
    {
        public int Version { get; set; }

        public int MediationTermDays { get; set; }

        public int AlarmEveryMinutes { get; set; }

        public string SeverityOtherwise { get; set; } = "blue";

        public Dictionary<string, string> SeverityByCategory { get; set; } = [];

        public Dictionary<string, double> AcknowledgeMinutes { get; set; } = [];

        public Dictionary<string, Dictionary<string, double>> SettleHours { get; set; } = [];
    }
}
