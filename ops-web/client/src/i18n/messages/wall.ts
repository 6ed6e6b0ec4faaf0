/** The wall: places, counts and clocks; no free text, no names. */
export const wall = {
  zh: {
    title: '宝安区基层治理运行中心', scope: '全区 · {streets} 街道 · {communities} 社区（官方代码）· {cells} 网格 · {buildings} 楼栋', scopeShort: '全区',
    data: '数据 {at}', fresh: '{n} 秒前 · 链路正常', lostHead: '链路中断 {length}', lostText: '画面停在 {at} · 正在第 {n} 次重连', lostBar: '链路中断 · 以下为 {at} 的数据', neverText: '还没有收到数据 · 正在第 {n} 次重连', neverBar: '链路中断 · 还没有收到任何数据', staleBar: '数据陈旧 · 停在 {at}', loading: '正在取快照',
    open: '在办', unack: '未确认', unackShort: '未确认', oldest: '最久未确认', limit: '每级时限',
    load: '街道在办', loadSub: '在办 / 未确认', loadOverdue: '超时 {n}', nothing: '今天还没有报告', unplaced: '另有 {n} 件未定位，在区分拣清单',
    hour: '此刻', up: '近 1 小时升级', down: '近 1 小时下派', alarming: '区级告警', overdue: '超时', triage: '待分拣', triageOldest: '最久 {length}', district: '区级待确认',
    today: '今日收到', ended: '今日结束', earlier: '结束的含往日收到的', settled: '办结', closed: '关闭', withdrawn: '撤回', refused: '不予受理', lastRed: '上一件红色 {at} 结束', rate: '近 10 分钟告警 {n} 件（上限 {max}）', flood: '洪峰',
    legend: { filled: '实心 无人确认', hollow: '空心 已确认', stale: '数据陈旧', quiet: '黄、蓝如期为灰' },
    stream: '升级与告警', streamSub: '红 {shownRed} / {red} · 橙 {shown} / {orange}', streamRest: '其余 {n} 件橙色', streamRestBoth: '其余 {red} 件红色 · {n} 件橙色', hourSub: '近 1 小时 升 {up} · 降 {down}', calm: '没有红色和橙色', calmSub: '黄、蓝在地图与计数里', because: '因为', told: '已告知 {n} 处',
    desk: '值班台', demoMark: '演示 DEMO · 虚构数据', wall: '大屏',
  },
  en: {
    title: "Bao'an Grass-roots Operations Centre", scope: '{streets} streets · {communities} communities · {cells} cells · {buildings} buildings', scopeShort: 'District',
    data: 'Data {at}', fresh: '{n} s ago · link fine', lostHead: 'Link lost {length}', lostText: 'picture of {at} · attempt {n}', lostBar: 'Link lost · what you see is of {at}', neverText: 'no data yet · attempt {n}', neverBar: 'Link lost · no data has arrived yet', staleBar: 'Stale · data of {at}', loading: 'Fetching the snapshot',
    open: 'Open', unack: 'unacknowledged', unackShort: 'unacked', oldest: 'oldest', limit: 'limit',
    load: 'Open by street', loadSub: 'open / unacked', loadOverdue: '{n} overdue', nothing: 'no report yet today', unplaced: '{n} more not placed, on the triage list',
    hour: 'Right now', up: 'Raised in 1 h', down: 'Handed down in 1 h', alarming: 'District alarms', overdue: 'Overdue', triage: 'To triage', triageOldest: 'oldest {length}', district: 'Waiting at district',
    today: 'Received today', ended: 'Ended today', earlier: 'ended ones may have come in earlier', settled: 'settled', closed: 'closed', withdrawn: 'withdrawn', refused: 'refused', lastRed: 'last red ended {at}', rate: 'alarms in 10 min: {n} (limit {max})', flood: 'flood',
    legend: { filled: 'filled: unacknowledged', hollow: 'hollow: acknowledged', stale: 'stale data', quiet: 'grey: on time' },
    stream: 'Escalations and alarms', streamSub: 'red {shownRed} / {red} · orange {shown} / {orange}', streamRest: '{n} more orange', streamRestBoth: '{red} more red · {n} more orange', hourSub: 'last hour up {up} · down {down}', calm: 'No red, no orange', calmSub: 'Yellow and blue are on the map and in the counts', because: 'because', told: '{n} told',
    desk: 'Desk', demoMark: '演示 DEMO · invented data', wall: 'Wall',
  },
}
