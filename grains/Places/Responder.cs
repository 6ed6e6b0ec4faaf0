namespace GridActors.Places;

/// <summary>What somebody does for a place.</summary>
public enum ResponderKind
{
    /// <summary>A grid worker of one cell, who also stands in for the cells of the same group.</summary>
    Worker,

    /// <summary>The head of one building.</summary>
    Head,

    /// <summary>The desk of a community, a street or the district.</summary>
    Lead,

    /// <summary>A mediator of a cell, a community, a street or the district.</summary>
    Mediator,
}

/// <summary>When somebody is on duty; hours are Asia/Shanghai.</summary>
public enum ShiftPattern
{
    /// <summary>Days 06-14, then two evenings 14-22, a night 22-06 and a rest day, in turn with the other workers of the group.</summary>
    Rotating,

    /// <summary>08-22, but for a few days away.</summary>
    HeadLong,

    /// <summary>08-18, but for a few days away.</summary>
    HeadShort,

    /// <summary>07-23.</summary>
    LeadDay,

    /// <summary>A desk that is never empty.</summary>
    Always,

    /// <summary>As the imported duty calendar says.</summary>
    Calendar,
}

/// <summary>The three shifts of grid workers; hours are Asia/Shanghai.</summary>
public enum Shift
{
    /// <summary>06-14.</summary>
    Day,

    /// <summary>14-22.</summary>
    Evening,

    /// <summary>22-06; belongs to the day on which it begins.</summary>
    Night,
}

/// <summary>Somebody who serves a place.</summary>
public sealed record Responder(ResponderId Id, ResponderKind Kind, AreaId Home, ShiftPattern Pattern);
