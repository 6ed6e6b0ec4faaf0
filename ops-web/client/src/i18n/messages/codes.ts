/** Words for the codes on the wire. */
export const codes = {
  zh: {
    severity: { red: '红', orange: '橙', yellow: '黄', blue: '蓝' },
    urgency: { red: '特急', orange: '紧急', yellow: '较急', blue: '一般' },
    tier: { building: '楼栋', cell: '网格', community: '社区', street: '街道', district: '区' },
    category: {
      neighbour: '邻里', family: '婚姻家庭', labour: '劳动争议', 'property-management': '物业', consumer: '消费',
      'prepaid-card': '预付卡消费', hazard: '安全隐患', 'help-request': '求助', 'housing-land': '房屋宅基地', contract: '合同',
      business: '生产经营', damages: '损害赔偿', environment: '环境污染', medical: '医疗', traffic: '道路交通事故',
      'platform-work': '新业态用工', 'e-commerce': '电子商务', 'forest-land': '山林土地', expropriation: '征地拆迁',
      'family-violence': '家庭暴力', other: '其他',
    },
    state: { waiting: '无人确认', inHand: '已确认', settled: '已办结', refused: '不予受理', withdrawn: '已撤回', closed: '已关闭' },
    role: {
      worker: '网格员', lead: '值守席', head: '楼栋长', mediator: '调解员', desk: '值班席', resident: '居民', party: '当事人', clock: '时钟',
      system: '系统', officer: '部门人员', responder: '处置人', operator: '值班席', rule: '按规则自动', none: '无人',
    },
    realm: { live: '实时 LIVE', demo: '演示 DEMO', drill: '演练 EXERCISE' },
  },
  en: {
    severity: { red: 'Red', orange: 'Orange', yellow: 'Yellow', blue: 'Blue' },
    urgency: { red: 'critical', orange: 'high', yellow: 'medium', blue: 'low' },
    tier: { building: 'Building', cell: 'Cell', community: 'Community', street: 'Street', district: 'District' },
    category: {
      neighbour: 'Neighbours', family: 'Family', labour: 'Labour', 'property-management': 'Property', consumer: 'Consumer',
      'prepaid-card': 'Prepaid card', hazard: 'Hazard', 'help-request': 'Help', 'housing-land': 'Housing & land', contract: 'Contract',
      business: 'Business', damages: 'Damages', environment: 'Environment', medical: 'Medical', traffic: 'Traffic accident',
      'platform-work': 'Platform work', 'e-commerce': 'E-commerce', 'forest-land': 'Forest & land', expropriation: 'Expropriation',
      'family-violence': 'Family violence', other: 'Other',
    },
    state: { waiting: 'Nobody has acknowledged', inHand: 'Acknowledged', settled: 'Settled', refused: 'Refused', withdrawn: 'Withdrawn', closed: 'Closed' },
    role: {
      worker: 'cell worker', lead: 'duty desk', head: 'building head', mediator: 'mediator', desk: 'desk', resident: 'resident', party: 'party', clock: 'clock',
      system: 'system', officer: 'officer', responder: 'responder', operator: 'desk', rule: 'automatically by rule', none: 'nobody',
    },
    realm: { live: 'LIVE', demo: 'DEMO', drill: 'EXERCISE' },
  },
}
