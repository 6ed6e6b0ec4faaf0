using System.Text;

namespace GridActors.Places;

/// <summary>A place that answers a search; <paramref name="Label"/> says it whole, such as 西乡 · 流塘 · 榕树路3巷5号.</summary>
public sealed record PlaceFound(AreaId Id, string Label);

public sealed partial class Registry
{
    /// <summary>No form shows more hits than this, whatever is asked for.</summary>
    public const int SearchHitsMax = 50;

    /// <summary>
    /// Places whose code, Chinese name, pinyin or address begins with or contains the text: streets first, then communities, cells,
    /// buildings. Blanks between several words (流塘 3巷) ask for all of them. At most <paramref name="max"/> hits, never more than
    /// <see cref="SearchHitsMax"/>.
    /// </summary>
    public IReadOnlyList<PlaceFound> Search(string text, int max)
    {
        max = Math.Clamp(max, 0, SearchHitsMax);
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(AddressText.Normal).Where(w => w.Length > 0).ToArray();
        if (words.Length == 0 || max == 0) return [];
        var found = new List<PlaceFound>(max);
        if (words is [var code] && char.IsAsciiDigit(code[0]) && code.Length >= 6) AddByCode(code, found, max);
        if (found.Count == 0)
        {
            if (Resolve(text) is { } exact) found.Add(Found(exact));
            AddByName(words, found, max);
            AddByAddress(words, found, max);
        }
        return found;
    }

    /// <summary>
    /// The building an address means, or the cell that its lane lies in, or the area whose code it is; null when a person has to look. A
    /// flat after the house number is not needed. A community alone is too coarse to act on and answers null.
    /// </summary>
    public AreaId? Resolve(string address)
    {
        var text = AddressText.WithinDistrict(AddressText.Normal(address));
        if (AreaId.TryParse(text, out var code) && !code.IsUnlocated && code.Level >= AreaLevel.Cell && Contains(code)) return code;
        foreach (var community in Communities)
        {
            var street = FindStreet(community.Id.Parent)!;
            var rest = WithoutName(text, street.FullZh, street.Zh) ?? text;
            if (WithoutName(rest, community.FullZh, community.Zh + "社区", community.Zh) is not { } local) continue;
            if (addresses.Value.BuildingAt(community.Id.Code, local) is >= 0 and var building) return BuildingId(building);
            if (addresses.Value.CellAt(community.Id.Code, local) is >= 0 and var cell) return Cells[cell].Id;
        }
        return null;
    }

    private static string? WithoutName(string text, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (text.StartsWith(name, StringComparison.Ordinal)) return text[name.Length..];
        return null;
    }

    private PlaceFound Found(AreaId id) => new(id, Label(id));

    private string Label(AreaId id) => id.Level switch
    {
        AreaLevel.Street => Name(id).Zh,
        AreaLevel.Building => $"{Name(id.At(AreaLevel.Street)).Zh} · {Name(id.At(AreaLevel.Community)).Zh} · {BuildingTable.LocalAddress(IndexOf(id))}",
        _ => $"{Name(id.At(AreaLevel.Street)).Zh} · {Name(id).Zh}",
    };

    // codes are sorted, so the places below a code stand side by side: no walk through all of them
    private void AddByCode(string code, List<PlaceFound> found, int max)
    {
        Add(Streets.Select(s => s.Id).Where(id => id.Code.StartsWith(code, StringComparison.Ordinal)));
        Add(Communities.Select(c => c.Id).Where(id => id.Code.StartsWith(code, StringComparison.Ordinal)));
        Add(Cells.Select(c => c.Id).Where(id => id.Code.StartsWith(code, StringComparison.Ordinal)));
        if (code.Length > CellLength && FindCell(new(code[..CellLength])) is { } cell)
            Add(Children(cell.Id).Where(id => id.Code.StartsWith(code, StringComparison.Ordinal)));
        else if (code.Length == CellLength && FindCell(new(code)) is { } whole)
            Add(Children(whole.Id));

        void Add(IEnumerable<AreaId> ids)
        {
            if (found.Count < max) found.AddRange(ids.Take(max - found.Count).Select(Found));
        }
    }

    private void AddByName(string[] words, List<PlaceFound> found, int max)
    {
        foreach (var street in Streets)
            if (words is [var only] && Names(street.FullZh, street.En, only)) Add(street.Id);
        foreach (var community in Communities)
        {
            var street = FindStreet(community.Id.Parent)!;
            if (words.All(w => Names(community.FullZh, community.En, w) || Names(street.FullZh, street.En, w)) &&
                words.Any(w => Names(community.FullZh, community.En, w))) Add(community.Id);
        }

        void Add(AreaId id)
        {
            if (found.Count < max) found.Add(Found(id));
        }
    }

    private void AddByAddress(string[] words, List<PlaceFound> found, int max)
    {
        for (var i = 0; i < Communities.Length && found.Count < max; i++)
        {
            var community = Communities[i];
            var street = FindStreet(community.Id.Parent)!;
            var before = AddressText.Normal(street.FullZh + community.FullZh);
            // words that name the community or its street are met by every building in it; 流塘榕树路 is both in one word
            var left = words.Select(w => Names(community.FullZh, community.En, w) || Names(street.FullZh, street.En, w) ? null : Inside(w, before, community))
                .OfType<string>().Select(Encoding.UTF8.GetBytes).ToArray();
            if (left.Length == 0) continue;
            var (first, end) = (BuildingTable.FirstOfCell[firstCellOfCommunity[i]], BuildingTable.FirstOfCell[firstCellOfCommunity[i + 1]]);
            var text = BuildingTable.AddressText.AsSpan(BuildingTable.AddressStart[first]..BuildingTable.AddressStart[end]);
            if (!All(left, text)) continue;
            for (var b = first; b < end && found.Count < max; b++)
                if (All(left, BuildingTable.AddressUtf8(b)) && found.TrueForAll(f => f.Id != BuildingId(b))) found.Add(Found(BuildingId(b)));
        }
    }

    private static bool All(byte[][] words, ReadOnlySpan<byte> text)
    {
        foreach (var word in words)
            if (text.IndexOf(word) < 0) return false;
        return true;
    }

    private static string Inside(string word, string before, Community community)
    {
        word = AddressText.WithinDistrict(word);
        var at = word.IndexOf(community.FullZh, StringComparison.Ordinal);
        if (at >= 0 && before.EndsWith(word[..(at + community.FullZh.Length)], StringComparison.Ordinal)) return word[(at + community.FullZh.Length)..];
        return word.Length > community.Zh.Length && word.StartsWith(community.Zh, StringComparison.Ordinal) ? word[community.Zh.Length..] : word;
    }

    private static bool Names(string zh, string en, string word) =>
        zh.Contains(word, StringComparison.Ordinal) || AddressText.Normal(en).StartsWith(word, StringComparison.Ordinal);
}
