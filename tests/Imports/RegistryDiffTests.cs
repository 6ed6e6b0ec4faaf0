using GridActors.Places;

namespace GridActors.Tests.Imports;

/// <summary>What changes between two registries of one district.</summary>
public sealed class RegistryDiffTests : IDisposable
{
    private static readonly Dictionary<AreaId, int> NoCases = [];

    private readonly Village village = new();
    private readonly Registry before;

    public RegistryDiffTests() => before = village.Registry();

    public void Dispose() => village.Dispose();

    [Fact]
    public void The_same_registry_changes_nothing()
    {
        var diff = RegistryDiff.Between(before, village.Registry(), NoCases);
        Assert.True(diff.IsSame);
        Assert.All(diff.Levels, level => Assert.True(level.IsEmpty));
    }

    [Fact]
    public void A_first_registry_is_all_new()
    {
        var diff = RegistryDiff.Between(null, before, NoCases);
        Assert.Equal([(0, 1), (0, 2), (0, 4), (0, 6)], diff.Levels.Select(level => (level.Before, level.After)));
        Assert.Equal(6, diff.Levels[3].Added.Length);
    }

    [Fact]
    public void Names_positions_and_addresses_that_changed_are_told_apart()
    {
        village.Write("communities.csv", "code,name,english\n440306018012,流塘新社区,Liutang\n440306018013,盐田社区,Yantian\n");
        village.Write("buildings.csv", village.Text("buildings.csv")
            .Replace(Village.Buildings[3], Village.Building("440306018013-001-0001", 2.6, "盐田街1号"), StringComparison.Ordinal)
            .Replace("盐田街3号", "盐田街33号", StringComparison.Ordinal).Replace("流塘社区", "流塘新社区", StringComparison.Ordinal));
        var diff = RegistryDiff.Between(before, village.Registry(), NoCases);
        Assert.Equal(["440306018012"], diff.Levels[1].Renamed.Select(id => id.Code));
        Assert.Equal(["440306018013-001-0001"], diff.Levels[3].Moved.Select(id => id.Code));
        Assert.Equal(["440306018013-002-0002"], diff.Levels[3].Renamed.Select(id => id.Code)); // a community's new name is not its buildings'
        Assert.Empty(diff.CellChanged);
    }

    [Fact]
    public void A_cell_that_splits_takes_its_buildings_along_and_its_open_cases_are_told()
    {
        const string Left = "440306018013-003", Right = "440306018013-004";
        village.Write("cells.csv", "code\n" + string.Concat(Village.Cells[..3].Append(Left).Append(Right).Select(cell => cell + "\n")));
        village.Map("areas.geojson",
            Village.Square("440306018", 0, 4), Village.Square("440306018012", 0, 2), Village.Square("440306018013", 2, 4),
            Village.Square(Village.Cells[0], 0, 1), Village.Square(Village.Cells[1], 1, 2), Village.Square(Village.Cells[2], 2, 3), Village.Square(Left, 3, 3.5), Village.Square(Right, 3.5, 4),
            Village.Square("440306400", -20, -18));
        village.Write("buildings.csv", village.Text("buildings.csv").Replace("440306018013-002-0001", Left + "-0001", StringComparison.Ordinal).Replace("440306018013-002-0002", Right + "-0001", StringComparison.Ordinal));
        var after = village.Registry();

        var diff = RegistryDiff.Between(before, after, new Dictionary<AreaId, int> { [new("440306018013-002-0001")] = 2, [new("440306018013-002")] = 1, [new("440306018012-001-0001")] = 7 });
        Assert.Equal("440306018013-002", diff.Split.Single().From.Single().Code);
        Assert.Equal([Left, Right], diff.Split.Single().To.Select(id => id.Code));
        Assert.Empty(diff.Merged);
        Assert.Equal([("440306018013-002-0001", Left + "-0001"), ("440306018013-002-0002", Right + "-0001")], diff.CellChanged.Select(building => (building.From.Code, building.To.Code)));
        Assert.Equal([("440306018013-002", 1), ("440306018013-002-0001", 2)], diff.Stranded.Select(area => (area.Area.Code, area.Open)));

        var back = RegistryDiff.Between(after, before, NoCases);
        Assert.Equal("440306018013-002", back.Merged.Single().To.Single().Code);
        Assert.Empty(back.Split);
    }
}
