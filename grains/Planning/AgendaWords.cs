namespace GridActors.Planning;

/// <summary>What simulated people write beside an act. Invented; about cases, never about a person.</summary>
internal static class AgendaWords
{
    public static readonly string[] Notes =
    [
        "已上门，双方都在家，情绪平稳。", "电话联系对方，约好晚上再谈。", "看过现场，拍照存档。", "请物业一起到场核对情况。", "一方愿意各退一步，另一方还要考虑。",
        "第二次上门，谈妥大半，剩一项未定。", "已向双方说明调解自愿，可以随时停止。", "约社区法律顾问明天一起到场。",
    ];

    public static readonly string[] Terms =
    [
        "双方当面达成一致，三日内履行，到期回访。", "责任方负责修复，费用由其承担。", "约定时间段，互相体谅，双方签字。", "款项分两次付清，写明日期。",
        "物品当场清走，恢复通道。", "双方互致歉意，不再追究。",
    ];

    public static readonly string[] LevelUpReasons = ["涉及多户，需要社区出面协调。", "对方单位不在本格，请上一级联系。", "需要部门会同到场。"];

    public static readonly string[] LevelDownReasons = ["情况已摸清，由网格就近跟进更快。", "双方愿意在楼栋内谈，交回网格。"];

    public static readonly string[] ReleaseReasons = ["误点确认，换当班同事跟进。", "临时被派往别处，交回重新分派。"];

    public static readonly string[] ReopenReasons = ["回访得知约定未履行，重新处理。", "一方反悔，要求继续调解。"];

    public static readonly string[] WithdrawReasons = ["我们自己谈好了，不用再跟进。", "问题已经解决，谢谢。"];

    public static readonly string[] RefuseReasons = ["地点不在本区，已告知对应受理单位。", "经核实没有这件事。"];

    public static readonly string[] TriageReasons = ["电话核实了地址。", "按门牌在地图上找到位置。"];

    public static readonly string[] UrgencyReasons = ["现场人多，情况比报告紧急。", "有受伤风险，调高等级。"];

    public static readonly string[] Addresses = ["大榕树后面那排平房", "老市场东门往里走第三家", "学校对面修车铺楼上", "河边新盖的那栋蓝色楼"];
}
