"""Where is my data, and how do I take it or bring it?"""

import streamlit as st

from core.knowledge.texts import say
from pages.parts.bring import bring
from pages.parts.data_erase import erase_everything
from pages.parts.data_file import bring_file_back, say_on_hold, take_file
from pages.parts.data_place import show_place
from pages.parts.sign_ins import where_signed_in
from pages.parts.troubles import show_troubles
from pages.parts.visit import current_person, ensure_person

st.title("My data")
show_troubles()
show_place()
where_signed_in()

st.header("Take it along")
on_hold = st.container()
take_file()

st.header("Bring it back")
bring_file_back()

st.header("Bring training from another app")
person = current_person()
if person is None:
    st.markdown(say("data.no_person"))
    if st.button("Begin a record", key="data.begin"):
        ensure_person()
        st.rerun()
elif person.is_demo:
    st.markdown(say("data.demo"))
else:
    bring(person)

st.header("Delete it")
erase_everything()

# A record that cannot be read ends the run: all else stands by then.
with on_hold:
    say_on_hold()
