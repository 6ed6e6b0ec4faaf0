using GridActors.Places;
using GridActors.Silo.Vault;

namespace GridActors.Tests.Storage.Vault;

public sealed class ReportTextTests
{
    [Fact]
    public void A_report_without_a_name_or_an_address_is_read_back_as_it_was_told()
    {
        ReportText told = new("楼上夜里装修");

        Assert.Equal(told, ReportText.Parse(System.Text.Encoding.UTF8.GetString(told.ToJson())));
    }

    [Fact]
    public void A_report_with_everything_is_read_back_as_it_was_told()
    {
        ReportText told = new("楼上夜里装修", "林示例", "14200000000", "海裕社区", new LonLat(113.89, 22.55));

        Assert.Equal(told, ReportText.Parse(System.Text.Encoding.UTF8.GetString(told.ToJson())));
    }
}
