namespace GridActors.Places;

/// <summary>Reads an instant as the district does: Asia/Shanghai, UTC+8 all year.</summary>
internal readonly record struct ShiftClock(long Day, double Hour)
{
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    private static readonly int[] ChangeHours = [6, 14, 22];

    /// <summary>The shift that runs at this time.</summary>
    public Shift Shift => Hour is >= 6 and < 14 ? Shift.Day : Hour is >= 14 and < 22 ? Shift.Evening : Shift.Night;

    /// <summary>The day the running shift belongs to, in days from 0001-01-01.</summary>
    public long ShiftDay => Hour < ChangeHours[0] ? Day - 1 : Day;

    public static ShiftClock At(DateTimeOffset instant)
    {
        var local = instant.ToOffset(Shanghai).DateTime;
        return new(local.Ticks / TimeSpan.TicksPerDay, local.TimeOfDay.TotalHours);
    }

    /// <summary>So many minutes after a day's midnight in the district.</summary>
    public static DateTimeOffset InstantAt(DateOnly day, int minutes) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Shanghai).AddMinutes(minutes).ToUniversalTime();

    public static DateTimeOffset NextChange(DateTimeOffset instant)
    {
        var local = instant.ToOffset(Shanghai);
        var midnight = new DateTimeOffset(local.Date, Shanghai);
        foreach (var hour in ChangeHours)
            if (midnight.AddHours(hour) > local) return midnight.AddHours(hour);
        return midnight.AddDays(1).AddHours(ChangeHours[0]);
    }
}
