using System.Text.Json;
using System.Text.Unicode;

namespace GridActors.Journal;

/// <summary>
/// One form for all JSON texts that mean the same (RFC 8785): no spaces, members sorted by UTF-16 code units, numbers as ECMAScript prints a double,
/// only the escapes that JSON demands. Written here because the packages that do it are young and unproven.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Levels of nesting; also the bound of the recursion.</summary>
    public const int DepthMax = 64;

    private const int ExtraBytes = 64;

    /// <summary>The canonical bytes of one JSON value.</summary>
    /// <exception cref="JsonException">
    /// It is not JSON, or not interoperable JSON: a member twice, half a surrogate pair, invalid UTF-8, a byte order mark, a number beyond a double, too deep.
    /// </exception>
    public static byte[] Canonicalize(ReadOnlySpan<byte> utf8)
    {
        Utf8JsonReader reader = new(utf8, new JsonReaderOptions { MaxDepth = DepthMax });
        Output output = new(utf8.Length + ExtraBytes);
        try
        {
            if (!reader.Read()) throw new JsonException("there is no JSON value");
            Value(ref reader, ref output);
            reader.Read(); // anything but white space behind the value throws
        }
        catch (InvalidOperationException unpaired) // how the reader refuses half a surrogate pair and invalid UTF-8
        {
            throw new JsonException("a string is not valid Unicode", unpaired);
        }
        return output.Written.ToArray();
    }

    private static void Value(ref Utf8JsonReader reader, ref Output output)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Object(ref reader, ref output);
                break;
            case JsonTokenType.StartArray:
                output.Add((byte)'[');
                for (var first = true; reader.Read() && reader.TokenType != JsonTokenType.EndArray; first = false)
                {
                    if (!first) output.Add((byte)',');
                    Value(ref reader, ref output);
                }
                output.Add((byte)']');
                break;
            case JsonTokenType.String:
                Text(ref reader, ref output);
                break;
            case JsonTokenType.Number:
                if (!reader.TryGetDouble(out var number) || !double.IsFinite(number)) throw new JsonException("a number is beyond the range of a double");
                output.Advance(EcmaScriptNumber.Format(number, output.Free(EcmaScriptNumber.BytesMax)));
                break;
            default:
                output.Add(reader.ValueSpan); // true, false, null
                break;
        }
    }

    private static void Object(ref Utf8JsonReader reader, ref Output output)
    {
        output.Add((byte)'{');
        var begin = output.Length;
        List<Member> members = [];
        var sorted = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            sorted = sorted && (members.Count == 0 || string.CompareOrdinal(members[^1].Name, name) < 0);
            var start = output.Length;
            Text(ref reader, ref output);
            output.Add((byte)':');
            reader.Read();
            Value(ref reader, ref output);
            members.Add(new(name, start, output.Length));
            output.Add((byte)',');
        }
        if (!sorted) Sort(members, ref output, begin);
        if (members.Count > 0) output.Length--; // the last comma
        output.Add((byte)'}');
    }

    private static void Sort(List<Member> members, ref Output output, int begin)
    {
        members.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        var unsorted = output.Written[begin..].ToArray();
        output.Length = begin;
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0 && members[i].Name == members[i - 1].Name) throw new JsonException("an object has a member twice");
            output.Add(unsorted.AsSpan(members[i].Start - begin, members[i].End - members[i].Start));
            output.Add((byte)',');
        }
    }

    private static void Text(ref Utf8JsonReader reader, ref Output output)
    {
        output.Add((byte)'"');
        if (reader.ValueIsEscaped)
        {
            Span<byte> plain = new byte[reader.ValueSpan.Length];
            foreach (var unit in plain[..reader.CopyString(plain)]) Escaped(unit, ref output);
        }
        else if (Utf8.IsValid(reader.ValueSpan)) output.Add(reader.ValueSpan);
        else throw new JsonException("a string is not valid UTF-8");
        output.Add((byte)'"');
    }

    private static void Escaped(byte unit, ref Output output)
    {
        switch (unit)
        {
            case (byte)'"': output.Add("\\\""u8); break;
            case (byte)'\\': output.Add("\\\\"u8); break;
            case (byte)'\b': output.Add("\\b"u8); break;
            case (byte)'\t': output.Add("\\t"u8); break;
            case (byte)'\n': output.Add("\\n"u8); break;
            case (byte)'\f': output.Add("\\f"u8); break;
            case (byte)'\r': output.Add("\\r"u8); break;
            case < 0x20:
                output.Add("\\u00"u8);
                output.Add("0123456789abcdef"u8[unit >> 4]);
                output.Add("0123456789abcdef"u8[unit & 15]);
                break;
            default: output.Add(unit); break;
        }
    }

    /// <summary>A member's decoded name and where it lies in the output, without its comma.</summary>
    private readonly record struct Member(string Name, int Start, int End);

    private ref struct Output(int capacity)
    {
        private byte[] bytes = new byte[capacity];

        internal int Length { get; set; }

        internal readonly ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

        internal void Add(byte one)
        {
            Free(1)[0] = one;
            Length++;
        }

        internal void Add(ReadOnlySpan<byte> some)
        {
            some.CopyTo(Free(some.Length));
            Length += some.Length;
        }

        internal void Advance(int count) => Length += count;

        internal Span<byte> Free(int atLeast)
        {
            if (bytes.Length - Length < atLeast) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + atLeast));
            return bytes.AsSpan(Length);
        }
    }
}
