using System.Text;
using System.Text.Json;
using CsCheck;
using GridActors.Journal;

namespace GridActors.Tests.Rules.Journal;

/// <summary>The sample vectors are those of RFC 8785, sections 3.2.2 to 3.2.4 and appendix B.</summary>
public sealed class CanonicalJsonTests
{
    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void The_standards_sample_comes_out_byte_for_byte() => Assert.Equal(
        """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""",
        Canonical("""
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """));

    [Fact]
    public void Members_are_sorted_by_utf16_code_units()
    {
        var names = JsonDocument.Parse(Canonical("""
            {"\u20ac": "Euro", "\r": "Return", "\ufb33": "Dalet", "1": "One", "\ud83d\ude00": "Emoji", "\u0080": "Control", "\u00f6": "O"}
            """)).RootElement.EnumerateObject().Select(member => member.Name);
        Assert.Equal(["\r", "1", "\u0080", "ö", "€", "😀", "\ufb33"], names);
    }

    [Theory]
    [InlineData(0x0000000000000000, "0"), InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324"), InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308"), InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992"), InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22"), InlineData(0x44b52d02c7e14af6, "1e+23"), InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000"), InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000"), InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"), InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332"), InlineData(0x41b3de4355555554, "333333333.33333325"), InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334"), InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333"), InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Numbers_are_printed_as_ecmascript_prints_them(ulong bits, string expected)
    {
        var number = BitConverter.UInt64BitsToDouble(bits);
        Assert.Equal(expected, Canonical(number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(expected, Canonical(number.ToString("E16", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Every_double_reads_back_as_itself() =>
        Gen.ULong.Select(BitConverter.UInt64BitsToDouble).Where(double.IsFinite).Sample(number =>
            number == double.Parse(Canonical(number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)), System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("""{"a":1,"a":2}"""), InlineData("""{"a":1,"b":0,"\u0061":2}"""), InlineData("""[{"x":{"b":1,"a":2,"b":3}}]""")]
    [InlineData("""["\ud800"]"""), InlineData("""["\udc00\ud800"]"""), InlineData("""{"\ud83d":1}""")]
    [InlineData("1e999"), InlineData("-1e999"), InlineData("NaN"), InlineData("01"), InlineData("+1"), InlineData("1.")]
    [InlineData(""), InlineData("   "), InlineData("{} {}"), InlineData("{}x"), InlineData("[1,]"), InlineData("{\"a\":}"), InlineData("// x\n1"), InlineData("\ufeff1")]
    [InlineData("\"\u0001\""), InlineData("{'a':1}"), InlineData("{\"a\""), InlineData("[")]
    public void What_is_not_interoperable_json_is_refused(string json) => Assert.ThrowsAny<JsonException>(() => Canonical(json));

    [Fact]
    public void Invalid_utf8_is_refused()
    {
        Assert.ThrowsAny<JsonException>(() => CanonicalJson.Canonicalize([(byte)'"', 0xc3, (byte)'"']));
        Assert.ThrowsAny<JsonException>(() => CanonicalJson.Canonicalize([(byte)'"', (byte)'\\', (byte)'n', 0xed, 0xa0, 0x80, (byte)'"']));
        Assert.ThrowsAny<JsonException>(() => CanonicalJson.Canonicalize([(byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}']));
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        Assert.Equal(2 * CanonicalJson.DepthMax, Canonical(new string('[', CanonicalJson.DepthMax) + new string(']', CanonicalJson.DepthMax)).Length);
        Assert.ThrowsAny<JsonException>(() => Canonical(new string('[', CanonicalJson.DepthMax + 1) + new string(']', CanonicalJson.DepthMax + 1)));
    }

    [Theory]
    [InlineData("{}", "{}"), InlineData(" [ ] ", "[]"), InlineData("\"\\u007f\\/\"", "\"\u007f/\""), InlineData("\"张三 😀\"", "\"张三 😀\""), InlineData("\"\\u5f20\"", "\"张\"")]
    [InlineData("""{"b":{"d":1,"c":[{"z":1,"y":2}]},"a":""}""", """{"a":"","b":{"c":[{"y":2,"z":1}],"d":1}}""")]
    [InlineData("""{"a":1.0,"aa":-0,"":1e0}""", """{"":1,"a":1,"aa":0}""")]
    public void The_same_meaning_has_one_form(string json, string expected) => Assert.Equal(expected, Canonical(json));

    [Fact]
    public void A_canonical_text_is_its_own_canonical_form()
    {
        var name = Gen.Char['a', 'e'].Array[0, 3].Select(chars => new string(chars));
        Gen.Recursive<object>((depth, inner) => depth > 3
                ? Gen.Double[-1e9, 1e9].Select(number => (object)number)
                : Gen.OneOf(
                    Gen.String.Where(text => !text.Any(char.IsSurrogate)).Select(text => (object)text),
                    Gen.Dictionary(name, inner)[0, 5].Select(members => (object)members),
                    inner.Array[0, 4].Select(items => (object)items)))
            .Sample(value =>
            {
                var canonical = CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(value));
                return canonical.AsSpan().SequenceEqual(CanonicalJson.Canonicalize(canonical))
                    && JsonElement.DeepEquals(JsonSerializer.SerializeToElement(value), JsonDocument.Parse(canonical).RootElement);
            });
    }
}
