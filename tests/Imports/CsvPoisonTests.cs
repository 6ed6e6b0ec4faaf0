using System.Text;
using CsCheck;
using CsvHelper;
using GridActors.Places;
using GridActors.Silo.Imports;

namespace GridActors.Tests.Imports;

/// <summary>Tables as spreadsheets, mistakes and malice make them.</summary>
public sealed class CsvPoisonTests
{
    private static readonly CsvColumn Code = new("code", true, "编码"), Text = new("text", true, "文字"), More = new("more", false);

    private static (List<string> Rows, SourceFaults Faults) Read(byte[] file, string encoding = ImportEncodings.Utf8Name)
    {
        var faults = new SourceFaults();
        var rows = new CsvTable("t.csv", [Code, Text, More], ImportEncodings.Of(encoding), faults).Rows(new Crumbs(file)).Select(row => $"{row.At.Line}:{row.Code(Code)}|{row.Text(Text)}").ToList();
        return (rows, faults);
    }

    private static (List<string> Rows, SourceFaults Faults) Read(string file) => Read(Encoding.UTF8.GetBytes(file));

    private static void Says(string file, string fault) => Says(Encoding.UTF8.GetBytes(file), fault);

    private static void Says(byte[] file, string fault, string encoding = ImportEncodings.Utf8Name) =>
        Assert.StartsWith(fault, Read(file, encoding).Faults.Kept[0].ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("=cmd|'/C calc'!A0")]
    [InlineData("+1+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\tx")]
    [InlineData("'=x")]
    [InlineData("''@")]
    public void A_formula_is_text_on_the_way_in_and_guarded_on_the_way_out(string formula)
    {
        Assert.Equal([$"2:1|{CsvText.In(formula)}"], Read($"code,text\n1,{formula}\n").Rows);
        Assert.StartsWith("'", CsvText.Out(formula), StringComparison.Ordinal);
        Assert.Equal(formula, CsvText.In(CsvText.Out(formula)));
    }

    [Fact]
    public void Any_text_that_is_written_out_comes_back_as_it_was_and_never_begins_as_a_formula() => Gen.String[Gen.Char["='+-@\t\"a, 林\r"], 0, 8].Sample(text =>
    {
        Assert.Equal(text, CsvText.In(CsvText.Out(text)));
        Assert.False(CsvText.Out(text) is ['=' or '+' or '-' or '@' or '\t' or '\r', ..]);
        if (text.Contains('\r') || string.IsNullOrWhiteSpace(text)) return;
        using var written = new StringWriter();
        using (var csv = new CsvWriter(written, System.Globalization.CultureInfo.InvariantCulture))
        {
            csv.WriteField("1");
            csv.WriteField(CsvText.Out(text));
            csv.NextRecord();
        }
        Assert.Equal([$"2:1|{text}"], Read("code,text\n" + written).Rows);
    });

    [Fact]
    public void Quotes_commas_blank_lines_and_either_line_end_are_read() =>
        Assert.Equal(["2:1|a, \"b\"", "4:2|c", "6:3|d"], Read("code,text\r\n1,\"a, \"\"b\"\"\"\r\n\r\n2,c\n,\n3,d").Rows);

    [Fact]
    public void An_unclosed_quote_is_told_at_its_own_line_and_the_rows_behind_it_are_still_looked_at()
    {
        var (rows, faults) = Read("code,text\n1,\"a\n2,b\n3,c\"d\n4,\"e\"f\n5,g\n");
        Assert.Equal(["3:2|b", "6:5|g"], rows);
        Assert.Equal(["t.csv:2", "t.csv:4", "t.csv:5"], faults.Kept.Select(fault => fault.At.ToString()));
        Assert.Contains("not closed", faults.Kept[0].Wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quote_that_never_closes_does_not_swallow_a_large_file()
    {
        var (rows, faults) = Read("code,text\n1,\"a\n" + string.Concat(Enumerable.Repeat("2,b\n", 100_000)));
        Assert.Equal((100_000, 1), (rows.Count, faults.Count));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_column() => Assert.Equal(["2:1|林"], Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("编码,文字\n1,林\n")]).Rows);

    [Fact]
    public void Gb18030_is_read_when_it_is_named_and_refused_with_the_line_and_the_option_when_not()
    {
        var file = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!.GetBytes("code,text\n1,ok\n2,榕树路\n3,镕\n");
        Assert.Equal(["2:1|ok", "3:2|榕树路", "4:3|镕"], Read(file, ImportEncodings.Gb18030Name).Rows);
        var (rows, faults) = Read(file);
        Assert.Equal(["2:1|ok"], rows);
        Assert.Equal("t.csv:3: the line is not UTF-8; it reads as GB18030. Say --encoding gb18030, or save the file as \"CSV UTF-8\".", faults.Kept.Single().ToString());
    }

    [Fact]
    public void Utf_8_that_is_asked_to_be_read_as_gb18030_is_not_turned_into_other_words()
    {
        var (rows, faults) = Read(Encoding.UTF8.GetBytes("code,text\n1,流塘社区居民委员会\n2,盐田社区居民委员会\n"), ImportEncodings.Gb18030Name);
        Assert.True(faults.Any, string.Join(' ', rows));
        Assert.Contains(faults.Kept, fault => fault.Advice.Contains("Leave --encoding out", StringComparison.Ordinal));
    }

    [Fact]
    public void Bytes_of_no_encoding_utf_16_and_workbooks_are_refused()
    {
        Says([.. "code,text\n1,"u8, 0xFF, 0xFF, (byte)'\n'], "t.csv:2: the line is neither UTF-8 nor GB18030");
        Says([.. "code,text\n1,"u8, 0xED, 0xA0, 0x80, (byte)'\n'], "t.csv:2: the line is "); // half a character
        Says([.. "code,text\n1,"u8, 0xFF, 0xFF, (byte)'\n'], "t.csv:2: the line is not GB18030", ImportEncodings.Gb18030Name);
        Says([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("code,text\n")], "t.csv:1: this is UTF-16");
        Says([.. "PK"u8, 3, 4, 0, 0], "t.csv:1: this is a workbook");
    }

    [Fact]
    public void A_header_that_is_doubled_missing_unknown_or_incomplete_is_refused()
    {
        Says("code,text,编码\n1,a,2\n", "t.csv:1: code: the header names this column twice (columns 1 and 3)");
        Says("1,a\n2,b\n", "t.csv:1: 1: this is no column of the table. Its columns are code (编码), text (文字), more");
        Says("code\n1\n", "t.csv:1: text: the header lacks this column");
        Says("code,text,score\n1,a,9\n", "t.csv:1: score: this is no column of the table");
        Says("code;text\n1;a\n", "t.csv:1: code;text: this is no column");
        Says("", "t.csv:1: the file is empty");
        Says("\n\n", "t.csv:1: the file is empty");
        Assert.Empty(Read("code,text,score\n1,a,9\n").Rows);
    }

    [Fact]
    public void A_row_with_too_few_or_too_many_cells_is_told()
    {
        var (rows, faults) = Read("code,text\n1,a\n2\n3,a,b\n4,a\n");
        Assert.Equal(["2:1|a", "5:4|a"], rows);
        Assert.Equal(["t.csv:3: the row has 1 cells, the header 2", "t.csv:4: the row has 3 cells, the header 2"], faults.Kept.Select(fault => fault.ToString().Split('.')[..2]).Select(parts => string.Join('.', parts)));
    }

    [Theory]
    [InlineData('\0')]
    [InlineData('\u0007')]
    [InlineData('\u001b')]
    [InlineData('\u0085')]
    public void A_control_character_is_told_by_its_number(char control) => Says($"code,text\n1,a{control}b\n", $"t.csv:2: there is a control character (U+{(int)control:X4}) in the line");

    [Fact]
    public void A_line_without_end_is_told_once_and_read_past()
    {
        var (rows, faults) = Read("code,text\n1," + new string('x', 3 * TextLines.LineBytesMax) + "\n2,b\n");
        Assert.Equal(["3:2|b"], rows);
        Assert.Equal("the line is longer than 64 KiB", faults.Kept.Single().Wrong);
    }

    [Fact]
    public void Whatever_bytes_come_the_reader_ends_and_throws_nothing() => Gen.Byte.Array[0, 400].Sample(bytes =>
    {
        _ = Read([.. "code,text\n"u8, .. bytes]);
        _ = Read(bytes, ImportEncodings.Gb18030Name);
    });

    /// <summary>A stream that hands out a few bytes at a time, as a slow disk may.</summary>
    private sealed class Crumbs(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1 + (int)(Position % 4_093)));
    }
}
