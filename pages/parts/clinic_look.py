"""The look of clinic mode: big type, big pictures, and nothing of the program around it."""

FRAME = """
<style>
header[data-testid="stHeader"], section[data-testid="stSidebar"] { display:none; }
.stMainBlockContainer { padding-top:1.6rem; max-width:76rem; }
.stMainBlockContainer h1 { font-size:clamp(2rem, 5vw, 3.1rem); line-height:1.1; }
.st-key-clinic-steps { margin-top:1.4rem; }
.st-key-clinic-steps button { font-size:1.2rem; padding:.7rem 1.4rem; }
.st-key-clinic-steps button p { font-size:1.2rem; }
</style>
"""

STYLE = """
<style>
.bw-clinic-lead { font-size:clamp(1.15rem, 2.4vw, 1.5rem); line-height:1.4; max-width:52rem; margin:.2rem 0 .6rem; }
.bw-clinic { display:grid; gap:1.1rem; grid-template-columns:repeat(auto-fit,minmax(min(15rem,100%),1fr)); }
.bw-clinic section { min-width:0; }
.bw-clinic h2 { font-size:clamp(1.25rem, 2.4vw, 1.6rem); line-height:1.2; margin:.5rem 0 .25rem; padding:0; }
.bw-clinic p, .bw-clinic li { font-size:clamp(1.05rem, 1.8vw, 1.25rem); line-height:1.4; margin:0 0 .25rem; }
.bw-clinic ul { padding-left:1.2rem; margin:.2rem 0 0; }
.bw-clinic img { width:100%; max-width:24rem; aspect-ratio:22/19; border-radius:1rem; display:block;
  background:#f3f5f2; }
.bw-clinic.groups section { border-left:.5rem solid #2a8f7f; padding:.3rem 0 .3rem 1rem; border-radius:.2rem; }
.bw-clinic.groups section.care { border-left-color:#d9822b; border-left-style:double; }
.bw-clinic.groups section.out { border-left-color:#7d8b95; border-left-style:dotted; }
</style>
"""
