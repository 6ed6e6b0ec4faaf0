using CsCheck;
using GridActors.Silo.Vault;

namespace GridActors.Tests.Storage.Vault;

public sealed class MaskTests
{
    [Theory]
    [InlineData("张三", "张*"), InlineData("张三丰", "张*"), InlineData("欧阳娜娜", "欧*"), InlineData("John Smith", "J*"), InlineData("  李四 ", "李*")]
    [InlineData("张", "*"), InlineData("", ""), InlineData("   ", ""), InlineData("\u202e张三", "张*"), InlineData("\u200b\u200d王五", "王*")]
    [InlineData("𠮷野家", "𠮷*"), InlineData("👩‍🚒 Wang", "👩‍🚒*"), InlineData("🇨🇳队长", "🇨🇳*"), InlineData("👩‍🚒", "*"), InlineData("é́lodie", "é́*")]
    [InlineData("\ud800x", "\ufffd*"), InlineData("\u0000\u0007", ""), InlineData("أحمد", "أ*")]
    public void A_name_shows_its_first_character_at_most(string name, string masked) => Assert.Equal(masked, Mask.Name(name));

    [Fact]
    public void Heaped_marks_are_not_shown() => Assert.Equal("Z*", Mask.Name("Z" + new string('\u0301', 200) + "algo"));

    [Theory]
    [InlineData("13800000000", "138****0000"), InlineData("138 1234 5678", "138****5678"), InlineData("+86 138-1234-5678", "138****5678")]
    [InlineData("008613812345678", "138****5678"), InlineData("１３８１２３４５６７８", "138****5678"), InlineData("0755-27881234", "075****1234")]
    [InlineData("27881234", "****34"), InlineData("2788123", "****23"), InlineData("110", "****"), InlineData("12345", "****"), InlineData("call me", "****")]
    [InlineData("", ""), InlineData("  ", ""), InlineData("📞", "****")]
    public void A_phone_keeps_its_middle_to_itself(string phone, string masked) => Assert.Equal(masked, Mask.Phone(phone));

    [Fact]
    public void Nothing_typed_breaks_a_mask_or_comes_through_it_whole() => Gen.String.Sample(typed =>
    {
        var (name, phone) = (Mask.Name(typed), Mask.Phone(typed));
        Assert.True(name.Length == 0 || name.EndsWith('*'), name);
        Assert.InRange(name.Length, 0, 13);
        Assert.InRange(phone.Count(char.IsAsciiDigit), 0, 7);
        Assert.True(typed.Length < 2 || !name.Contains(typed, StringComparison.Ordinal) || typed.All(c => c == '*'));
    });

    [Fact]
    public void At_least_four_digits_of_every_phone_stay_hidden() => Gen.Char['0', '9'].Array[1, 20].Sample(digits =>
        Mask.Phone(new string(digits)).Count(char.IsAsciiDigit) <= Math.Max(0, digits.Length - 4));
}
