using GridActors.Silo.Imports;

namespace GridActors.Registries;

/// <summary>The columns of a district's tables (docs/registry.md).</summary>
internal static class DistrictColumns
{
    public static readonly CsvColumn Code = new("code", true, "编码", "代码", "编号");
    public static readonly CsvColumn Name = new("name", true, "名称");
    public static readonly CsvColumn English = new("english", false, "英文名称", "英文名");
    public static readonly CsvColumn Longitude = new("longitude", false, "经度");
    public static readonly CsvColumn Latitude = new("latitude", false, "纬度");
    public static readonly CsvColumn Floors = new("floors", true, "层数", "楼层数");
    public static readonly CsvColumn Households = new("households", true, "户数");
    public static readonly CsvColumn Address = new("address", true, "地址");
    public static readonly CsvColumn Head = new("head", false, "楼栋长", "楼栋长姓名");
    public static readonly CsvColumn Phone = new("phone", false, "电话", "楼栋长电话", "手机");
    public static readonly CsvColumn Seed = new("seed", true, "种子");

    /// <summary>streets.csv (the airport's row included) and communities.csv.</summary>
    public static readonly CsvColumn[] Named = [Code, Name, English, Longitude, Latitude];

    public static readonly CsvColumn[] Cells = [Code, Longitude, Latitude];

    public static readonly CsvColumn[] Buildings = [Code, Longitude with { IsRequired = true }, Latitude with { IsRequired = true }, Floors, Households, Address, Head, Phone];

    public static readonly CsvColumn[] Labels = [Name, English, Longitude with { IsRequired = true }, Latitude with { IsRequired = true }];

    /// <summary>synthetic.csv: only where the places are invented.</summary>
    public static readonly CsvColumn[] Synthetic = [Seed];
}
