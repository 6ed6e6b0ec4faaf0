using System.CommandLine;
using System.Globalization;
using System.Text;
using GridActors.Places;
using GridActors.Registries;
using GridActors.Silo.Imports;
using GridActors.Silo.People;

namespace GridActors.Tests.Imports;

/// <summary>
/// The files of a small real district: one street, two communities, four cells, six buildings and the airport. Cells are squares of 0.002 degrees side by side,
/// the first two of community 012, the others of 013.
/// </summary>
internal sealed class Village : IDisposable
{
    public const double West = 113.86, South = 22.58, Side = 0.002;

    public static readonly string[] Cells = ["440306018012-001", "440306018012-002", "440306018013-001", "440306018013-002"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("village-");

    public Village()
    {
        Write("streets.csv", "code,name,english,longitude,latitude\n440306018,西乡街道,Xixiang,113.864,22.581\n440306400,宝安国际机场,Airport,113.82,22.64\n");
        Write("communities.csv", "编码,名称,英文名称\n440306018012,流塘社区,Liutang\n440306018013,盐田社区,Yantian\n");
        Write("cells.csv", "code\n" + string.Concat(Cells.Select(cell => cell + "\n")));
        Write("buildings.csv", "code,longitude,latitude,floors,households,address\n" + string.Concat(Buildings));
        Map("areas.geojson",
            Square("440306018", 0, 4), Square("440306018012", 0, 2), Square("440306018013", 2, 4),
            Square(Cells[0], 0, 1), Square(Cells[1], 1, 2), Square(Cells[2], 2, 3), Square(Cells[3], 3, 4), Square("440306400", -20, -18));
    }

    public string Folder => folder.FullName;

    public static string[] Buildings { get; } =
    [
        Building("440306018012-001-0001", 0.3, "榕树路1巷1号"), Building("440306018012-001-0002", 0.6, "西乡街道流塘社区榕树路1巷2号"), Building("440306018012-002-0001", 1.5, "榕树路2巷1号"),
        Building("440306018013-001-0001", 2.5, "盐田街1号"), Building("440306018013-002-0001", 3.3, "盐田街2号"), Building("440306018013-002-0002", 3.7, "盐田街3号"),
    ];

    /// <summary>One row of buildings.csv; <paramref name="at"/> counts in sides of a cell from the west.</summary>
    public static string Building(string code, double at, string address) =>
        string.Create(CultureInfo.InvariantCulture, $"{code},{West + at * Side:0.######},{South + Side / 2:0.######},6,24,{address}\n");

    /// <summary>A feature of a map: a rectangle from one column to another.</summary>
    public static string Square(string code, double from, double to, double north = 1)
    {
        var (w, e, s, n) = (West + from * Side, West + to * Side, South, South + north * Side);
        return string.Create(CultureInfo.InvariantCulture,
            $$$"""{"type":"Feature","properties":{"code":"{{{code}}}"},"geometry":{"type":"Polygon","coordinates":[[[{{{w:0.######}}},{{{s:0.######}}}],[{{{e:0.######}}},{{{s:0.######}}}],[{{{e:0.######}}},{{{n:0.######}}}],[{{{w:0.######}}},{{{n:0.######}}}],[{{{w:0.######}}},{{{s:0.######}}}]]]}}""");
    }

    public void Map(string name, params string[] features) => Write(name, "{\"type\":\"FeatureCollection\",\"features\":[\n" + string.Join(",\n", features) + "\n]}\n");

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(Folder, name), bytes);

    public void Append(string name, string text) => File.AppendAllText(Path.Combine(Folder, name), text);

    public string Text(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>Reads the village; what is wrong is in the faults.</summary>
    public (DistrictRead Read, SourceFaults Faults) Read(string encoding = ImportEncodings.Utf8Name)
    {
        var faults = new SourceFaults();
        return (new DistrictFiles(ImportEncodings.Of(encoding), faults).ReadFolder(Folder), faults);
    }

    /// <summary>Reads a village without faults.</summary>
    public Registry Registry()
    {
        var (read, faults) = Read();
        Assert.Equal([], faults.Kept.Select(fault => fault.ToString()));
        return read.Registry!;
    }

    /// <summary>Runs a command as the command line does.</summary>
    public static async Task<(int Exit, string Output, string Error)> Run(params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var root = new RootCommand { RegistryCommands.Create(), PeopleCommands.Create() };
        var exit = await root.Parse(words).InvokeAsync(new() { Output = output, Error = error });
        return (exit, output.ToString(), error.ToString());
    }

    public void Dispose() => folder.Delete(recursive: true);
}
