using System.Globalization;
using System.Text;
using CsvHelper;
using GridActors.Places;
using GridActors.Silo.Folder;
using GridActors.Silo.Imports;

namespace GridActors.Registries;

/// <summary>Writes a registry as the files that <see cref="DistrictFiles"/> reads: read again they give the same registry, byte for byte.</summary>
public static class DistrictExport
{
    private const string DegreesFormat = "0.######";

    public static void Write(Registry registry, string folder)
    {
        PrivateFiles.CreateFolder(folder);
        var airport = registry.Airport;
        Table(folder, "streets.csv", DistrictColumns.Named, registry.Streets
            .Select(street => (string[])[street.Id.Code, CsvText.Out(street.FullZh), CsvText.Out(street.En), .. Degrees(street.Center)])
            .Append([airport.Id.Code, CsvText.Out(airport.Zh), CsvText.Out(airport.En), .. Degrees(airport.Center)]));
        Table(folder, "communities.csv", DistrictColumns.Named, registry.Communities
            .Select(community => (string[])[community.Id.Code, CsvText.Out(community.FullZh), CsvText.Out(community.En), .. Degrees(community.Center)]));
        Table(folder, "cells.csv", DistrictColumns.Cells, registry.Cells.Select(cell => (string[])[cell.Id.Code, .. Degrees(cell.Center)]));
        Table(folder, "buildings.csv", DistrictColumns.Buildings[..^2], registry.Buildings.Select((building, i) => (string[])
            [building.Id.Code, .. Degrees(building.Position), Text(building.Floors), Text(building.Households), CsvText.Out(registry.LocalAddress(i))]));
        Table(folder, "labels.csv", DistrictColumns.Labels, registry.Labels.Select(label => (string[])[CsvText.Out(label.Zh), CsvText.Out(label.En), .. Degrees(label.Position)]));
        if (registry.IsSynthetic) Table(folder, "synthetic.csv", DistrictColumns.Synthetic, [[Text(registry.Seed)]]);
        else File.Delete(Path.Combine(folder, "synthetic.csv")); // one left by an earlier export would mark these places as invented
        PrivateFiles.Replace(Path.Combine(folder, "streets.geojson"), GeometryJson.Streets(registry, withLabels: false));
        PrivateFiles.Replace(Path.Combine(folder, "communities.geojson"), GeometryJson.Communities(registry));
        PrivateFiles.Replace(Path.Combine(folder, "cells.geojson"), GeometryJson.Cells(registry));
    }

    private static void Table(string folder, string name, CsvColumn[] columns, IEnumerable<string[]> rows) => PrivateFiles.Replace(Path.Combine(folder, name), to =>
    {
        using var text = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true); // the mark tells spreadsheets that this is UTF-8
        using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        foreach (var column in columns) csv.WriteField(column.Name);
        csv.NextRecord();
        foreach (var row in rows)
        {
            foreach (var cell in row) csv.WriteField(cell);
            csv.NextRecord();
        }
    });

    private static string[] Degrees(LonLat at) =>
        [at.Lon.ToString(DegreesFormat, CultureInfo.InvariantCulture), at.Lat.ToString(DegreesFormat, CultureInfo.InvariantCulture)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
