using System.Text.Json;
using System.Text.Unicode;
using GridActors.Places;

namespace GridActors.Silo.Imports;

/// <summary>
/// Reads a GeoJSON FeatureCollection (RFC 7946) one feature at a time, so that memory holds one feature and not the file. What is at fault within one feature is
/// told and the next one read; where the text itself is broken, reading ends there.
/// </summary>
internal sealed class GeoFeatures(string file, SourceFaults faults)
{
    /// <summary>Bytes of one feature.</summary>
    public const int FeatureBytesMax = 16 * 1024 * 1024;

    private const int BufferBytes = 256 * 1024;

    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 64 };

    private enum Place
    {
        Before,
        Root,
        Features,
        After,
    }

    private byte[] buffer = new byte[BufferBytes];
    private int start, end, line = 1;
    private bool isWhole, sawFeatures;
    private Place place;
    private JsonReaderState state = new(Strict);

    public IEnumerable<GeoFeature> In(Stream from)
    {
        using var _ = from;
        while (end < 3 && Fill(from)) { }
        if (buffer.AsSpan(0, end).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) start = 3;
        while (true)
        {
            GeoFeature? feature;
            bool isMore;
            try
            {
                isMore = Next(from, out feature);
            }
            catch (JsonException broken)
            {
                faults.Add(new(file, (int)(broken.LineNumber ?? 0) + 1), "", $"this is not JSON: {Plain(broken.Message)}", "Repair or export the file again; NaN and Infinity are no JSON numbers");
                yield break;
            }
            catch (GeoFeatureException refused)
            {
                faults.Add(new(file, line), refused.Property, refused.Message, refused.Advice);
                yield break;
            }
            if (feature is not null) yield return feature;
            if (isMore) continue;
            if (!sawFeatures) faults.Add(new(file, line), "", "there are no features", "Give a GeoJSON FeatureCollection");
            yield break;
        }
    }

    /// <summary>Reads on to the next feature, or to the end (false). Null: a feature that was told as a fault.</summary>
    private bool Next(Stream from, out GeoFeature? feature)
    {
        feature = null;
        while (true)
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isWhole, state);
            var (found, needsMore) = (false, false);
            var (first, length) = (0L, 0L);
            while (!found && !needsMore)
            {
                var (kept, consumed) = (reader.CurrentState, reader.BytesConsumed);
                if (!reader.Read())
                {
                    if (isWhole) return Ended();
                    (needsMore, state) = (true, kept);
                    Consume((int)consumed);
                    break;
                }
                switch (place)
                {
                    case Place.Before:
                        if (reader.TokenType != JsonTokenType.StartObject) throw new GeoFeatureException("", "the file is no GeoJSON object", "Give a FeatureCollection");
                        place = Place.Root;
                        break;
                    case Place.Root or Place.After when reader.TokenType == JsonTokenType.PropertyName:
                        var isFeatures = reader.ValueTextEquals("features");
                        var isCrs = reader.ValueTextEquals("crs");
                        var isThere = isFeatures ? reader.Read() : reader.TrySkip();
                        if (!isThere)
                        {
                            (needsMore, state) = (true, kept);
                            Consume((int)consumed);
                            break;
                        }
                        if (isCrs) CheckCrs(buffer.AsSpan(start + (int)consumed, (int)(reader.BytesConsumed - consumed)));
                        if (!isFeatures) break;
                        if (reader.TokenType != JsonTokenType.StartArray) throw new GeoFeatureException("features", "features is no list", "Give a FeatureCollection");
                        (place, sawFeatures) = (Place.Features, true);
                        break;
                    case Place.Features when reader.TokenType == JsonTokenType.EndArray:
                        place = Place.After;
                        break;
                    case Place.Features:
                        first = reader.TokenStartIndex;
                        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && !reader.TrySkip())
                        {
                            (needsMore, state) = (true, kept);
                            Consume((int)consumed);
                            break;
                        }
                        (found, length) = (true, reader.BytesConsumed - first);
                        break;
                }
            }
            if (needsMore)
            {
                More(from);
                continue;
            }
            state = reader.CurrentState;
            var at = new SourceLine(file, line + buffer.AsSpan(start, (int)first).Count((byte)'\n'));
            feature = Feature(at, buffer.AsMemory(start + (int)first, (int)length));
            Consume((int)(first + length));
            return true;
        }
    }

    private bool Ended()
    {
        start = end;
        return false;
    }

    private GeoFeature? Feature(SourceLine at, ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            faults.Add(at, "", "the feature is not UTF-8", "Export the map as UTF-8");
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(utf8, new() { MaxDepth = Strict.MaxDepth });
            return GeoFeature.Read(at, document.RootElement);
        }
        catch (GeoFeatureException refused)
        {
            faults.Add(at, refused.Property, refused.Message, refused.Advice);
            return null;
        }
        catch (InvalidOperationException)
        {
            faults.Add(at, "", "a text holds half a character (a lone surrogate)", "Export the map again as UTF-8");
            return null;
        }
    }

    /// <summary>Positions are WGS-84 with longitude first (RFC 7946); a map that names anything else would land some hundred metres off.</summary>
    private static void CheckCrs(ReadOnlySpan<byte> member)
    {
        if (member.IndexOf("CRS84"u8) >= 0 || member.IndexOf("4326"u8) >= 0 || member.IndexOf("null"u8) >= 0) return;
        throw new GeoFeatureException("crs", "the map is not in WGS-84", "Convert it to WGS-84 (EPSG:4326); GCJ-02 is off by some hundred metres");
    }

    private void Consume(int bytes)
    {
        line += buffer.AsSpan(start, bytes).Count((byte)'\n');
        start += bytes;
    }

    private void More(Stream from)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        if (end == buffer.Length)
        {
            if (buffer.Length >= FeatureBytesMax)
            {
                line += buffer.AsSpan(0, buffer.AsSpan().IndexOfAnyExcept(" \t\r\n,"u8)).Count((byte)'\n'); // where the feature begins
                throw new GeoFeatureException("coordinates", $"one feature is larger than {FeatureBytesMax / 1024 / 1024} MiB", "Simplify it in the map's own program");
            }
            Array.Resize(ref buffer, Math.Min(2 * buffer.Length, FeatureBytesMax));
        }
        if (!Fill(from)) isWhole = true;
    }

    private bool Fill(Stream from)
    {
        var read = from.Read(buffer, end, buffer.Length - end);
        end += read;
        return read > 0;
    }

    // the library's message ends in positions that our line number says better
    private static string Plain(string message) => message.Split(" LineNumber:", 2)[0].TrimEnd('.', ' ');
}
