namespace GridActors.Journal;

/// <summary>What a realm is for: the real district, the played one, or an exercise.</summary>
public enum RealmKind
{
    Live,
    Demo,
    Drill,
}

/// <summary>The stored names of realm kinds and the letters their receipts begin with.</summary>
public static class RealmKindCodes
{
    public static string Code(this RealmKind kind) => kind switch
    {
        RealmKind.Live => "live",
        RealmKind.Demo => "demo",
        _ => "drill",
    };

    /// <summary>The first letter of every receipt of such a realm, so that a desk sees at once which world it belongs to.</summary>
    public static char Letter(this RealmKind kind) => kind switch
    {
        RealmKind.Live => 'L',
        RealmKind.Demo => 'D',
        _ => 'X',
    };

    public static bool TryParse(string code, out RealmKind kind)
    {
        kind = code switch
        {
            "live" => RealmKind.Live,
            "demo" => RealmKind.Demo,
            _ => RealmKind.Drill,
        };
        return code is "live" or "demo" or "drill";
    }
}
