using CsCheck;
using GridActors.Places;
using Xunit;

namespace GridActors.Tests.Places;

public sealed class RosterTests
{
    private static readonly AreaId Cell = new("440306018012-017");
    private static readonly AreaId Building = new("440306018012-017-0001");
    private static readonly DateTimeOffset Wednesday = new(2026, 11, 25, 0, 0, 0, TimeSpan.FromHours(8));

    private static Roster Roster => TestDistrict.Roster;

    [Fact]
    public void Every_cell_has_its_worker_and_every_building_its_head()
    {
        Assert.Equal("worker-440306018012-017-1", Roster.WorkersOf(Cell)[0].Value);
        Assert.Equal("head-440306018012-017-0001", Roster.HeadOf(Building)!.Value.Value);
        Assert.Equal("lead-440306018012", Roster.LeadOf(Cell.Parent)!.Value.Value);
        Assert.Equal("lead-district", Roster.LeadOf(AreaId.District)!.Value.Value);
        var everybody = Roster.Responders.ToList();
        Assert.Equal(Roster.Count, everybody.Count);
        Assert.Equal(everybody.Count, everybody.Select(r => r.Id).Distinct().Count());
        Assert.Equal(52_000, everybody.Count(r => r.Kind == ResponderKind.Head));
        Assert.InRange(everybody.Count(r => r.Kind != ResponderKind.Head), 4_990, 5_050);
        Assert.All(everybody.Where((_, i) => i % 331 == 0), r => Assert.Equal(r, Roster.Find(r.Id)));
    }

    [Fact]
    public void Workers_stand_in_for_neighbouring_cells_of_their_community_and_the_other_way_round()
    {
        foreach (var cell in TestDistrict.Registry.Cells.Where((_, i) => i % 41 == 0))
        {
            var workers = Roster.WorkersOf(cell.Id);
            Assert.InRange(workers.Count, 4, 16);
            Assert.All(workers, w => Assert.Equal(cell.Id.Parent, Roster.Find(w)!.Home.Parent));
            Assert.All(workers, w => Assert.Equal(workers.Order(), Roster.WorkersOf(Roster.Find(w)!.Home).Order()));
        }
    }

    [Theory]
    [InlineData(9, 0.999, 1.0)]
    [InlineData(15, 0.98, 1.0)]
    [InlineData(3, 0.90, 0.99)]
    public void By_day_nearly_every_cell_is_manned_and_at_night_a_few_are_not(int hour, double least, double most)
    {
        var (manned, cells) = Roster.CellsManned(AreaId.District, Wednesday.AddHours(hour));
        Assert.Equal(4_866, cells);
        Assert.InRange((double)manned / cells, least, most);
        Assert.Equal(manned, TestDistrict.Registry.Cells.Count(c => Roster.OnDutyFor(c.Id, Wednesday.AddHours(hour)).Count > 0));
    }

    [Fact]
    public void Heads_are_on_duty_from_eight_to_ten_at_night_but_for_some()
    {
        Assert.Equal(0, Share(7.9));
        Assert.InRange(Share(8), 0.9, 0.99);
        Assert.InRange(Share(21.9), 0.8, 0.93);
        Assert.Equal(0, Share(22));

        double Share(double hour) => TestDistrict.Registry.Buildings.Where((_, i) => i % 50 == 0)
            .Average(b => Roster.OnDuty(Roster.HeadOf(b.Id)!.Value, Wednesday.AddHours(hour)) ? 1.0 : 0);
    }

    [Fact]
    public void Duty_only_changes_where_a_shift_does() =>
        Gen.Select(Gen.Int[0, 4_865], Gen.Int[0, 60 * 24 * 60], Gen.Int[1, 8 * 60]).Sample((cell, minute, later) =>
        {
            var worker = Roster.WorkersOf(TestDistrict.Registry.Cells[cell].Id)[0];
            var (from, to) = (Wednesday.AddMinutes(minute), Wednesday.AddMinutes(minute + later));
            return Roster.OnDuty(worker, from) == Roster.OnDuty(worker, to) || Roster.NextShiftChange(from) <= to;
        });

    [Fact]
    public void Nobody_works_two_shifts_on_end_and_everybody_rests()
    {
        var worker = Roster.WorkersOf(Cell)[0];
        var shifts = Enumerable.Range(0, 90).SelectMany(day => new[] { 7, 15, 23 }.Select(hour => Roster.OnDuty(worker, Wednesday.AddDays(day).AddHours(hour)))).ToList();
        Assert.DoesNotContain(shifts.Zip(shifts.Skip(1)), pair => pair.First && pair.Second);
        Assert.InRange(shifts.Count(on => on), 60, 84);
    }

    [Theory]
    [InlineData("2026-11-25T05:59:59+08:00", Shift.Night, "2026-11-25T06:00:00+08:00")]
    [InlineData("2026-11-25T06:00:00+08:00", Shift.Day, "2026-11-25T14:00:00+08:00")]
    [InlineData("2026-11-25T14:00:00+08:00", Shift.Evening, "2026-11-25T22:00:00+08:00")]
    [InlineData("2026-11-25T15:30:00+00:00", Shift.Night, "2026-11-26T06:00:00+08:00")]
    public void Shifts_change_at_six_two_and_ten_in_Shanghai(string at, Shift shift, string next)
    {
        var instant = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(shift, Roster.ShiftAt(instant));
        Assert.Equal(DateTimeOffset.Parse(next, System.Globalization.CultureInfo.InvariantCulture), Roster.NextShiftChange(instant));
    }

    [Fact]
    public void The_desks_of_streets_and_district_are_never_empty_and_some_communities_sleep()
    {
        var night = Wednesday.AddHours(3);
        Assert.All(TestDistrict.Registry.Streets, s => Assert.NotEmpty(Roster.OnDutyFor(s.Id, night)));
        Assert.NotEmpty(Roster.OnDutyFor(AreaId.District, night));
        Assert.InRange(TestDistrict.Registry.Communities.Count(c => Roster.OnDutyFor(c.Id, night).Count > 0), 25, 70);
        Assert.All(TestDistrict.Registry.Communities, c => Assert.NotEmpty(Roster.OnDutyFor(c.Id, Wednesday.AddHours(12))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("worker-1")]
    [InlineData("worker--1")]
    [InlineData("worker-440306018012-017")]
    [InlineData("worker-440306018012-999-1")]
    [InlineData("worker-440306018012-1")]
    [InlineData("head-440306018012-017")]
    [InlineData("lead-440306018012-017")]
    [InlineData("lead-440306400")]
    [InlineData("mayor")]
    public void An_unknown_id_is_nobody_and_never_on_duty(string id)
    {
        Assert.Null(Roster.Find(new(id)));
        Assert.False(Roster.OnDuty(new(id), Wednesday.AddHours(12)));
    }

    [Fact]
    public void A_live_district_without_people_has_nobody_anywhere()
    {
        Assert.True(Roster.Empty.IsEmpty);
        Assert.Equal(0, Roster.Empty.Count);
        Assert.Empty(Roster.Empty.WorkersOf(Cell));
        Assert.Null(Roster.Empty.HeadOf(Building));
        Assert.Null(Roster.Empty.LeadOf(AreaId.District));
        Assert.Empty(Roster.Empty.OnDutyFor(Cell, Wednesday));
        Assert.Empty(Roster.Empty.Responders);
    }

    [Fact]
    public void The_end_of_a_duty_is_the_first_instant_at_which_it_is_over_and_the_next_begins_where_it_says()
    {
        var cells = TestDistrict.Registry.Cells;
        var who = Gen.Select(Gen.Int[0, cells.Length - 1], Gen.Int[0, 3]).Select((cell, kind) => kind switch
        {
            0 => Roster.HeadOf(TestDistrict.Registry.Children(cells[cell].Id).First()) ?? Roster.WorkersOf(cells[cell].Id)[0],
            1 => Roster.LeadOf(cells[cell].Id.Parent)!.Value,
            _ => Roster.WorkersOf(cells[cell].Id)[0],
        });
        Gen.Select(who, Gen.Int[0, 60 * 24 * 30]).Sample((one, minutes) =>
        {
            var at = Wednesday.AddMinutes(minutes);
            var (until, next) = (Roster.DutyUntil(one, at), Roster.NextDuty(one, at));
            if (Roster.OnDuty(one, at)) Assert.Null(next);
            else Assert.Null(until);
            if (until is { } ends) Assert.True(ends > at && Roster.OnDuty(one, ends.AddSeconds(-1)) && !Roster.OnDuty(one, ends));
            if (next is { } begins) Assert.True(begins > at && Roster.OnDuty(one, begins) && !Roster.OnDuty(one, begins.AddSeconds(-1)));
        }, iter: 2_000);
    }

    [Fact]
    public void A_week_of_duty_is_told_in_stretches_that_do_not_touch()
    {
        var worker = Roster.WorkersOf(TestDistrict.Registry.Cells[7].Id)[0];
        var week = Roster.DutiesOf(worker, Wednesday, Wednesday.AddDays(7)).ToList();
        Assert.InRange(week.Count, 3, 8);
        Assert.All(week, stretch => Assert.True(stretch.From < stretch.To && Roster.OnDuty(worker, stretch.From) && !Roster.OnDuty(worker, stretch.To)));
        Assert.All(week.Zip(week.Skip(1)), pair => Assert.True(pair.First.To < pair.Second.From));
        var desk = Assert.Single(Roster.DutiesOf(Roster.LeadOf(AreaId.District)!.Value, Wednesday, Wednesday.AddDays(7)));
        Assert.Equal(new DutyStretch(Wednesday, Wednesday.AddDays(7)), desk);
    }
}
