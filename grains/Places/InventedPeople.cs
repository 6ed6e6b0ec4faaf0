using Bogus;

namespace GridActors.Places;

/// <summary>Somebody who does not exist; the name says so.</summary>
public sealed record InventedPerson(string Name, string Phone);

/// <summary>
/// Names and phones for demo realms and drills: a common surname with a given name that means "example" or the like, and a mobile number with
/// the prefix 142, which no operator has been given. The same id is always the same person.
/// </summary>
public static class InventedPeople
{
    private const string PhonePrefix = "142";
    private const int PhoneDigitsAfterPrefix = 8;

    private static readonly string[] Surnames =
    [
        "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗",
        "郑", "梁", "谢", "宋", "唐", "许", "邓", "冯", "韩", "曹", "曾", "彭", "萧", "蔡", "潘", "田", "董", "袁", "于", "余",
        "叶", "蒋", "杜", "苏", "魏", "程", "吕", "丁", "沈", "任", "姚", "卢", "钟", "姜", "崔", "谭", "廖", "范", "汪", "文",
    ];

    private static readonly string[] GivenNames =
    [
        "示例", "演示", "虚构", "样例", "样本", "模拟", "假想", "假设", "试演", "预演", "范例", "仿真",
        "例一", "例二", "例三", "例四", "例五", "例六", "例七", "例八", "例九", "例十",
    ];

    /// <summary>The person behind a responder's id.</summary>
    public static InventedPerson Of(ResponderId responder, int seed) => Draw(SeededDraw.NumberOf(responder.Value), seed);

    /// <summary>An invented reporter; <paramref name="number"/> is whatever tells reports apart.</summary>
    public static InventedPerson Reporter(long number, int seed) => Draw(~number, seed);

    private static InventedPerson Draw(long whom, int seed)
    {
        var draws = new Randomizer(SeededDraw.Below(int.MaxValue, seed, Purpose.Person, whom));
        return new(draws.ArrayElement(Surnames) + draws.ArrayElement(GivenNames), PhonePrefix + draws.ReplaceNumbers(new string('#', PhoneDigitsAfterPrefix)));
    }
}
