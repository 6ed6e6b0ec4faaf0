using System.Globalization;
using CsCheck;
using GridActors.Journal;

namespace GridActors.Tests.Rules.Journal;

public sealed class InstantsTests
{
    [Fact]
    public void An_instant_is_written_as_its_format_says_and_read_back_to_the_microsecond() =>
        Gen.Long[0, DateTimeOffset.MaxValue.UtcTicks].Sample(ticks =>
        {
            var instant = new DateTimeOffset(ticks, TimeSpan.Zero);
            var text = Instants.Text(instant);
            return text == instant.UtcDateTime.ToString(Instants.Format, CultureInfo.InvariantCulture) && Instants.Parse(text) == Instants.Truncate(instant);
        });

    [Fact]
    public void An_instant_of_another_zone_is_written_in_UTC() =>
        Assert.Equal("2026-03-01T00:30:00.000000Z", Instants.Text(new(2026, 3, 1, 8, 30, 0, TimeSpan.FromHours(8))));
}
