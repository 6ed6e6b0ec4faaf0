using System.Text;
using GridActors.Places;
using GridActors.Silo.Imports;
using GridActors.Silo.Vault;

namespace GridActors.Silo.People;

/// <summary>
/// Reads <c>people.csv</c> and <c>duty.csv</c> of a folder (docs/registry.md): who serves where and when, and their names and phones, which go to the vault only.
/// A column that is not listed here is refused: a roster holds facts about work and nothing else about anybody.
/// </summary>
public sealed class PeopleFiles(Encoding encoding, SourceFaults faults)
{
    public const string PeopleTable = "people.csv";

    public const string DutyTable = "duty.csv";

    /// <summary>Characters of a name or a phone.</summary>
    private const int PersonCharactersMax = 60;

    private static readonly CsvColumn Id = new("id", true, "编号", "工号");
    private static readonly CsvColumn Role = new("role", true, "角色", "岗位");
    private static readonly CsvColumn Area = new("area", true, "区域", "网格", "辖区");
    private static readonly CsvColumn Skills = new("skills", false, "专长", "技能");
    private static readonly CsvColumn Recused = new("recused", false, "回避楼栋");
    private static readonly CsvColumn Shift = new("shift", false, "班次");
    private static readonly CsvColumn Name = new("name", false, "姓名");
    private static readonly CsvColumn Phone = new("phone", false, "电话", "手机");
    private static readonly CsvColumn Who = new("who", true, "编号", "班次", "人员");
    private static readonly CsvColumn On = new("on", true, "日期", "星期");
    private static readonly CsvColumn From = new("from", true, "开始", "上班");
    private static readonly CsvColumn To = new("to", true, "结束", "下班");

    private readonly RosterDraft draft = new(faults);
    private readonly List<NamedPerson> named = [];

    /// <summary>Everybody whose name the files tell.</summary>
    public IReadOnlyList<NamedPerson> Named => named;

    public void ReadFolder(string folder)
    {
        foreach (var table in (ReadOnlySpan<string>)[PeopleTable, DutyTable])
        {
            var path = Path.Combine(folder, table);
            if (File.Exists(path)) Read(table, File.OpenRead(path));
            else if (table == PeopleTable) faults.Add(new(folder, 0), "", $"there is no {PeopleTable} in this folder", "Put it there; docs/registry.md tells its columns");
        }
    }

    /// <summary>Reads one table, known by its name; the stream is read to its end and closed.</summary>
    public void Read(string name, Stream from)
    {
        if (name == DutyTable)
        {
            foreach (var row in new CsvTable(name, [Who, On, From, To], encoding, faults).Rows(from)) draft.AddDuty(row.At, row.Code(Who), row.Code(On), row.Code(From), row.Code(To));
            return;
        }
        foreach (var row in new CsvTable(name, [Id, Role, Area, Skills, Shift, Recused, Name, Phone], encoding, faults).Rows(from)) Person(row);
    }

    /// <summary>The roster without names, or null when anything is wrong.</summary>
    public StaffList? Finish(Registry registry, string source) => draft.Build(registry, source);

    private void Person(CsvRow row)
    {
        var responder = draft.AddPerson(row.At, row.Code(Id), row.Code(Role), row.Code(Area), row.Code(Skills), row.Code(Shift), row.Code(Recused));
        var (name, phone) = (row.Text(Name).Trim(), row.Text(Phone).Trim());
        if (name.Length == 0 && phone.Length == 0) return;
        if (name.Length is 0 or > PersonCharactersMax) faults.Add(row.At, "name", "a name has 1 to 60 characters", "Give the name, or leave name and phone empty");
        else if (phone.Length > PersonCharactersMax) faults.Add(row.At, "phone", "the phone is too long", $"Give at most {PersonCharactersMax} characters");
        else if (responder is { } id) named.Add(new(id.Value, name, phone));
    }
}
