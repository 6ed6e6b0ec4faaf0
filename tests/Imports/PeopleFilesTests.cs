using System.Text;
using CsCheck;
using GridActors.Places;
using GridActors.Silo.Imports;
using GridActors.Silo.People;

namespace GridActors.Tests.Imports;

/// <summary>A district's people and their duty calendar, as files tell them.</summary>
public sealed class PeopleFilesTests : IDisposable
{
    public const string People = """
        编号,角色,区域,专长,班次,姓名,电话
        1001,网格员,440306018012-001,labour;english,day,王小明,13800000001
        1002,worker,440306018012-002,,night,李秀英,13800000002
        1003,worker,440306018012,,always,,
        H7,楼栋长,440306018013-002-0001,,,张三,13800000003
        M-1,mediator,440306018013,family,day,刘洋,
        D1,lead,district,,always,,

        """;

    public const string Duty = """
        who,on,from,to
        day,mon,08:00,12:00
        day,周一,13:30,17:30
        day,tue,8:00,24:00
        day,2031-05-05,,
        day,2031/5/11,09:00,10:00
        night,mon,22:00,06:00
        h7,sun,08:00,20:00
        worker-1002,2031-05-06,22:00,06:00

        """;

    private readonly Village village = new();
    private readonly Registry registry;

    public PeopleFilesTests() => registry = village.Registry();

    public void Dispose() => village.Dispose();

    private (StaffList? Staff, PeopleFiles Files, SourceFaults Faults) Read(string people, string? duty)
    {
        var faults = new SourceFaults();
        var files = new PeopleFiles(ImportEncodings.Of(ImportEncodings.Utf8Name), faults);
        files.Read(PeopleFiles.PeopleTable, new MemoryStream(Encoding.UTF8.GetBytes(people)));
        if (duty is not null) files.Read(PeopleFiles.DutyTable, new MemoryStream(Encoding.UTF8.GetBytes(duty)));
        return (files.Finish(registry, "here"), files, faults);
    }

    private Roster Roster() => GridActors.Places.Roster.Of(Read(People, Duty).Staff!, registry);

    /// <summary>A time of a day in Shanghai; 2031-05-05 is a Monday.</summary>
    private static DateTimeOffset At(int day, double hour) => new DateTimeOffset(2031, 5, day, 0, 0, 0, TimeSpan.FromHours(8)).AddHours(hour);

    [Fact]
    public void People_are_known_by_role_and_number_and_their_names_stay_out_of_the_roster()
    {
        var (staff, files, faults) = Read(People, Duty);
        Assert.Equal([], faults.Kept);
        Assert.Equal(["head-h7", "lead-d1", "mediator-m-1", "worker-1001", "worker-1002", "worker-1003"], staff!.Members.Select(member => member.Id.Value));
        Assert.Equal(["english", "labour"], staff.Members[3].Skills);
        Assert.Equal([("worker-1001", "王小明"), ("worker-1002", "李秀英"), ("head-h7", "张三"), ("mediator-m-1", "刘洋")], files.Named.Select(person => (person.Responder, person.Name)));
        Assert.All(files.Named, person => Assert.DoesNotContain(person.Name, person.ToString(), StringComparison.Ordinal));
        var stored = Encoding.UTF8.GetString(staff.File.Span);
        Assert.All(files.Named, person => Assert.DoesNotContain(person.Name, stored, StringComparison.Ordinal));
        Assert.DoesNotContain("1380000", stored, StringComparison.Ordinal);
    }

    [Fact]
    public void A_roster_is_loaded_as_it_was_saved_and_known_by_its_hash()
    {
        var staff = Read(People, Duty).Staff!;
        var loaded = StaffList.Load(staff.File);
        Assert.Equal((staff.Hash, staff.Hash), (loaded.Hash, PlacesFile.HashOf(staff.File.Span)));
        Assert.True(RosterDiff.Between(staff, loaded, registry).IsSame);
        var changed = staff.File.ToArray();
        changed[^40] ^= 1;
        Assert.Throws<InvalidDataException>(() => StaffList.Load(changed));
        Assert.Throws<InvalidDataException>(() => StaffList.Load(registry.File));
        changed = staff.File.ToArray();
        changed[8]++;
        Assert.Contains("Use a newer program", Assert.Throws<InvalidDataException>(() => StaffList.Load(changed)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, 9, true)] // Monday
    [InlineData(12, 12.5, false)] // the midday break
    [InlineData(12, 13.5, true)]
    [InlineData(12, 17.5, false)] // an end is not within
    [InlineData(13, 23.99, true)]
    [InlineData(14, 0, false)]
    [InlineData(5, 9, false)] // that Monday off
    [InlineData(11, 9.5, true)] // that Sunday on
    [InlineData(11, 10.5, false)]
    public void A_weekly_pattern_holds_but_for_dated_exceptions(int day, double hour, bool onDuty) => Assert.Equal(onDuty, Roster().OnDuty(new("worker-1001"), At(day, hour)));

    [Theory]
    [InlineData(5, 21.9, false)]
    [InlineData(5, 22, true)]
    [InlineData(6, 5.9, true)] // still Monday's night
    [InlineData(6, 6, false)]
    [InlineData(6, 23, true)] // her own date beside the shift's week
    [InlineData(7, 3, true)]
    [InlineData(7, 23, false)]
    public void A_night_belongs_to_the_day_on_which_it_begins(int day, double hour, bool onDuty) => Assert.Equal(onDuty, Roster().OnDuty(new("worker-1002"), At(day, hour)));

    [Fact]
    public void A_cells_own_worker_comes_before_those_who_stand_in_and_mediators_behind_the_desk()
    {
        var roster = Roster();
        Assert.Equal(["worker-1001", "worker-1003"], roster.OnDutyFor(new(Village.Cells[0]), At(12, 9)).Select(id => id.Value));
        Assert.Equal(["worker-1003"], roster.OnDutyFor(new(Village.Cells[0]), At(12, 3)).Select(id => id.Value));
        Assert.Empty(roster.OnDutyFor(new(Village.Cells[2]), At(12, 9)));
        Assert.Equal("head-h7", roster.HeadOf(new("440306018013-002-0001"))!.Value.Value);
        Assert.Equal(["head-h7"], roster.OnDutyFor(new("440306018013-002-0001"), At(11, 9)).Select(id => id.Value));
        Assert.Equal(["mediator-m-1"], roster.OnDutyFor(new("440306018013"), At(12, 9)).Select(id => id.Value));
        Assert.Equal("lead-d1", roster.LeadOf(AreaId.District)!.Value.Value);
        Assert.Equal(["lead-d1"], roster.OnDutyFor(AreaId.District.Unlocated, At(12, 3)).Select(id => id.Value));
        Assert.Equal((2, 4), roster.CellsManned(AreaId.District, At(12, 3)));
        Assert.Equal((ResponderKind.Mediator, ShiftPattern.Calendar), (roster.Find(new("mediator-m-1"))!.Kind, roster.Find(new("mediator-m-1"))!.Pattern));
        Assert.Null(roster.Find(new("worker-9")));
        Assert.Equal(6, roster.Responders.Count());
    }

    /// <summary>A row of people.csv (or people and duty), and what is said of it.</summary>
    public static TheoryData<string, string?, string> Wrong => new()
    {
        { "1001,boss,440306018012-001,,always", null, "people.csv:2: role: this is no role" },
        { "wanghong,worker,440306018012-001,,always", null, "people.csv:2: id: this is no id of a person" },
        { "=1,worker,440306018012-001,,always", null, "people.csv:2: id: this is no id of a person" },
        { "1001,worker,440306018,,always", null, "people.csv:2: area: a worker serves no street" },
        { "1001,head,440306018012-001,,always", null, "people.csv:2: area: a head serves no cell" },
        { "1001,worker,440306018012-009,,always", null, "people.csv:2: area: 440306018012-009 is not in the registry" },
        { "1001,worker,440306018012-001,score=9,always", null, "people.csv:2: skills: these are no skills" },
        { "1001,worker,440306018012-001,,", null, "people.csv:2: shift: worker-1001 is never on duty" },
        { "1001,worker,440306018012-001,,early", null, "people.csv:2: shift: no row of duty.csv tells the shift 'early'" },
        { "1001,worker,440306018012-001,,always\n1001,worker,440306018012-002,,always", null, "people.csv:3: id: worker-1001 stands in people.csv:2 already" },
        { "1001,worker,440306018012-001,,always", "1002,mon,08:00,09:00", "duty.csv:2: who: '1002' is nobody in people.csv" },
        { "1001,worker,440306018012-001,,always", "1001,someday,08:00,09:00", "duty.csv:2: on: this is neither a weekday nor a date" },
        { "1001,worker,440306018012-001,,always", "1001,2031-02-30,08:00,09:00", "duty.csv:2: on: this is neither a weekday nor a date" },
        { "1001,worker,440306018012-001,,always", "1001,mon,8,9", "duty.csv:2: from: these are no times of day" },
        { "1001,worker,440306018012-001,,always", "1001,mon,,", "duty.csv:2: from: a weekday without times says nothing" },
        { "1001,worker,440306018012-001,,always", "1001,mon,08:00,25:00", "duty.csv:2: from: these are no times of day" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public void What_is_wrong_is_told_with_its_line_and_column(string people, string? duty, string says)
    {
        var (staff, _, faults) = Read($"id,role,area,skills,shift\n{people}\n", duty is null ? null : $"who,on,from,to\n{duty}\n");
        Assert.Null(staff);
        Assert.StartsWith(says, faults.Kept[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_about_the_person_is_refused() =>
        Assert.StartsWith("people.csv:1: score: this is no column of the table", Read("id,role,area,score\n1001,worker,440306018012-001,9\n", null).Faults.Kept[0].ToString(), StringComparison.Ordinal);

    [Fact]
    public void What_changed_between_two_rosters_is_told_by_kind()
    {
        var before = Read(People, Duty).Staff!;
        var people = People.Replace("M-1,mediator,440306018013", "M-1,mediator,440306018", StringComparison.Ordinal).Replace("labour;english", "labour", StringComparison.Ordinal)
            .Replace("D1,lead,district", "D2,lead,district", StringComparison.Ordinal);
        var after = Read(people, Duty.Replace("h7,sun,08:00,20:00", "h7,sun,08:00,21:00", StringComparison.Ordinal)).Staff!;
        var diff = RosterDiff.Between(before, after, registry);
        Assert.Equal(
            ("lead-d2", "lead-d1", "mediator-m-1", "head-h7", "worker-1001"),
            (diff.Added.Single().Value, diff.Removed.Single().Value, diff.Moved.Single().Value, diff.Rescheduled.Single().Value, diff.Reskilled.Single().Value));
        Assert.Equal(Village.Cells[2..], diff.UnservedCells.Select(cell => cell.Code));
    }

    [Fact]
    public void A_span_of_duty_reads_as_it_is_written() => Gen.Select(Gen.Int[0, 1_439], Gen.Int[1, 1_440]).Sample((from, length) =>
    {
        var span = new DutySpan(from, from + length);
        Assert.Equal(span, DutySpan.Parse(span.ToString()));
    });
}
