/** Words on and around the map. */
export const map = {
  zh: {
    title: '宝安区示意图：方向键移动，加减号缩放', open: '在办 {count}', waiting: '未确认 {count}', overdue: '逾期 {count}',
    nothing: '无在办事项', unacknowledged: '未确认', acknowledged: '已确认',
    zoomIn: '放大', zoomOut: '缩小', whole: '回到全区', overview: '全区缩略图，点击移到该处',
    loading: '正在载入地图…', failed: '地图载入失败，正在重试。', cell: '网格 {code}', building: '楼栋 {code}',
    noWebgl: '此浏览器不支持 WebGL 2，无法显示地图。请用表格查看同样的内容。', pick: '点击地图选择位置', pickAt: '选这里：{place}', outside: '区外',
  },
  en: {
    title: "Schematic map of Bao'an: arrow keys move, plus and minus zoom", open: '{count} open', waiting: '{count} unacknowledged', overdue: '{count} overdue',
    nothing: 'Nothing open', unacknowledged: 'Unacknowledged', acknowledged: 'Acknowledged',
    zoomIn: 'Zoom in', zoomOut: 'Zoom out', whole: 'Whole district', overview: 'The whole district in small; click to move there',
    loading: 'Loading the map…', failed: 'The map could not be loaded; trying again.', cell: 'Cell {code}', building: 'Building {code}',
    noWebgl: 'This browser has no WebGL 2 and cannot show the map. The table has the same content.', pick: 'Click the map to choose a position', pickAt: 'Choose this: {place}', outside: 'Outside the district',
  },
}
